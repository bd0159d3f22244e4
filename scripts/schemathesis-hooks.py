"""What schemathesis has to be told before it can read /openapi.json: how NDJSON is written. The document calls it text, and as text it is sent."""

import schemathesis

schemathesis.serializer.alias("application/x-ndjson", "text/plain")
