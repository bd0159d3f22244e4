// Spreads Carom's collections over the shards of a cluster, before or after there is anything in them; done twice it changes nothing.
// mongosh 'mongodb://…/carom' scripts/shard.js            docs/scale.md says what for.
/* global db, sh, print */
const keys = {
  activities: { app: 1 },
  touches: { app: 1, _id: 1 },
  devices: { app: 1, _id: 1 },
  deliveries: { _id: 'hashed' },
};
const name = db.getName();
sh.enableSharding(name);
for (const [collection, key] of Object.entries(keys)) {
  // What is in it needs the index before it can be spread; an empty collection gets it by being spread.
  db.getCollection(collection).createIndex(key);
  print(
    `${collection} by ${JSON.stringify(key)}: ${JSON.stringify(sh.shardCollection(`${name}.${collection}`, key))}`,
  );
}
