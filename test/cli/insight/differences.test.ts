import assert from "node:assert/strict";
import { differencesOf } from "../../../cli/insight/differences";
import type { PropertyMap } from "../../../cli/preview/base/property-value";
import { secret, UNKNOWN } from "../../../cli/preview/base/property-value";
import type { Resource } from "../../../cli/preview/engine/resource";
import { propertyText } from "../../../cli/report/differences";
import { resource, stackResource } from "../preview/support/resource";

const topic = (inputs: PropertyMap, given: Partial<Resource> = {}) =>
  resource("aws:sns/topic:Topic", "news", { inputs, ...given });
const words = (before: Resource[], after: Resource[], docs?: Parameters<typeof differencesOf>[2]) =>
  differencesOf(before, after, docs).map(
    ({ urn, operation, properties }) =>
      `${operation} ${urn.split("::").at(-1)}: ${properties.map(propertyText).join("; ")}`,
  );

describe("the differences of two states", () => {
  it("are creates, deletes and updates with their properties", () => {
    const bucket = resource("aws:s3/bucket:Bucket", "data");
    assert.deepEqual(words([bucket], [topic({})]), ["create news: ", "delete data: "]);
    assert.deepEqual(words([topic({ displayName: "a", old: 1 })], [topic({ displayName: "b", tags: { a: "b" } })]), [
      "update news: displayName changes; old is gone; tags is new",
    ]);
    assert.deepEqual(words([topic({ a: [{ b: 1 }] })], [topic({ a: [{ b: 2 }] })]), ["update news: a[0].b changes"]);
  });

  it("leave out the stack, components, providers and resources that are only read", () => {
    const component = resource("x:index:Site", "site", { custom: false });
    const provider = resource("pulumi:providers:aws", "default");
    const read = resource("aws:s3/bucket:Bucket", "old", { operation: "read" });
    assert.deepEqual(words([], [stackResource, component, provider, read]), []);
  });

  it("are a replacement where the property names the resource, the SDK says so, or its documentation does", () => {
    assert.deepEqual(words([topic({ name: "a" })], [topic({ name: "b" })]), [
      "replace news: name changes (replaces: assumed)",
    ]);
    const attached = (policyArn: string) =>
      resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "read", { inputs: { policyArn } });
    assert.deepEqual(words([attached("a")], [attached("b")]), ["replace read: policyArn changes (replaces: assumed)"]);
    const known = topic({ kind: "b" }, { replaceOnChanges: ["kind"] });
    assert.deepEqual(words([topic({ kind: "a" })], [known]), ["replace news: kind changes (replaces: known)"]);
    const docs = (type: string, property: string) => type === "aws:sns/topic:Topic" && property === "fifo";
    assert.deepEqual(words([topic({ fifo: false })], [topic({ fifo: true })], docs), [
      "replace news: fifo changes (replaces: documented)",
    ]);
  });

  it("ignore what the provider filled in, what the program ignores, and the layout of JSON", () => {
    const stored = topic({ __defaults: ["name"], name: "news-1a2b3c4", policy: '{"a":1,"b":[2]}', note: "x" });
    const planned = topic(
      { name: "news-9f8e7d6", policy: '{ "b": [2], "a": 1 }', note: "y" },
      { ignoreChanges: ["note"] },
    );
    assert.deepEqual(words([stored], [planned]), []);
  });

  it("keep outputs of resources that stay, and say when an output comes from a new one", () => {
    const key = resource("aws:kms/key:Key", "key");
    const of = (value: string) =>
      topic({ kmsMasterKeyId: value }, { propertyDependencies: { kmsMasterKeyId: [key.urn] } });
    assert.deepEqual(words([key, of("1234")], [key, of(UNKNOWN)]), []);
    assert.deepEqual(words([of("1234")], [key, of(UNKNOWN)]), [
      "create key: ",
      "update news: kmsMasterKeyId is known after the update",
    ]);
  });

  it("never compare the values of secrets", () => {
    const encrypted = { ...(secret("x") as PropertyMap), ciphertext: "AAA" };
    assert.deepEqual(words([topic({ password: encrypted })], [topic({ password: secret("y") })]), []);
    assert.deepEqual(words([topic({ password: encrypted })], [topic({ password: "y" })]), [
      "update news: password changes",
    ]);
  });

  it("follow an alias", () => {
    const renamed = resource("aws:sns/topic:Topic", "letters", { aliases: [topic({}).urn] });
    assert.deepEqual(words([topic({})], [renamed]), []);
  });
});
