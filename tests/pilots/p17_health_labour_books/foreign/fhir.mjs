// The npm package fhir validates resources: one JSON list in, for each the messages that are errors out.
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";

const { Fhir } = createRequire(import.meta.url)("fhir");
const judge = new Fhir();
const errors = (resource) =>
  judge.validate(resource).messages.filter((one) => ["error", "fatal"].includes(one.severity)).map((one) => `${one.location}: ${one.message}`);
const asked = JSON.parse(await text(process.stdin));
process.stdout.write(JSON.stringify(asked.resources.map(errors)));
