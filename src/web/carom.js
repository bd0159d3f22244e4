/*
 * What a page loads as /carom.js. Enters: the page's address, calls of `carom(…)`. Leaves: the click id in a first-party cookie and in storage, conversions sent.
 * It never throws into the page, needs nothing, and sends nothing of a visitor who came without a click.
 */
(function (w, d) {
  var name = 'carom_click_id';
  var form = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
  var script = d.currentScript || {};
  var base = (script.src || '').replace(/\/carom\.js.*$/, '');
  var held = '';

  function given(attribute) {
    return (script.getAttribute && script.getAttribute('data-' + attribute)) || '';
  }

  // Each of them may be forbidden, and a forbidden one throws.
  function attempt(act) {
    try {
      return act();
    } catch (refused) {
      void refused;
      return '';
    }
  }

  function setCookie(value, seconds) {
    var domain = given('domain');
    d.cookie =
      name +
      '=' +
      value +
      ';path=/;max-age=' +
      seconds +
      ';samesite=lax' +
      (domain ? ';domain=' + domain : '') +
      (w.location.protocol == 'https:' ? ';secure' : '');
  }

  function found(text, pattern) {
    var value = (pattern.exec(text) || [])[1] || '';
    return form.test(value) ? value : '';
  }

  function clickId() {
    return (
      held ||
      attempt(function () {
        return found(d.cookie, /(?:^|; )carom_click_id=([^;]*)/);
      }) ||
      attempt(function () {
        return found(w.localStorage.getItem(name), /(.*)/);
      })
    );
  }

  function keep(id) {
    held = id;
    attempt(function () {
      setCookie(id, 7776000);
    });
    attempt(function () {
      w.localStorage.setItem(name, id);
    });
  }

  function forget() {
    held = '';
    attempt(function () {
      setCookie('', 0);
    });
    attempt(function () {
      w.localStorage.removeItem(name);
    });
  }

  function send(fields) {
    var id = clickId();
    if (!id || !base) return;
    var query = '?cid=' + id;
    var key = given('key');
    if (key) query += '&key=' + encodeURIComponent(key);
    for (var field in fields || {})
      if (fields[field] != null)
        query += '&' + encodeURIComponent(field) + '=' + encodeURIComponent(fields[field]);
    // A beacon outlives the page; where there is none, or it is full, a pixel has to do.
    if (
      !attempt(function () {
        return w.navigator.sendBeacon(base + '/postback' + query);
      })
    )
      new Image().src = base + '/p.gif' + query;
  }

  function run(args) {
    attempt(function () {
      if (args[0] == 'conversion') send(args[1]);
      if (args[0] == 'click_id') args[1](clickId());
      if (args[0] == 'forget') forget();
    });
  }

  attempt(function () {
    var id = found(w.location.search, /[?&]carom_click_id=([^&]*)/);
    if (id) keep(id);
    var waiting = (w.carom && w.carom.q) || [];
    w.carom = function () {
      run(arguments);
    };
    for (var at = 0; at < waiting.length; at++) run(waiting[at]);
  });
})(window, document);
