import assert from "node:assert/strict";
import {
  changeDetection,
  crossAccountEvents,
  isEventDriven,
  isPolled,
  polling,
  pollingProblems,
} from "../../../../components/actions/base/change-detection";
import { allowedKeys, schemaProblems } from "../../../../components/schema/vocabulary";

const polled = { PollForSourceChanges: true };
const unpolled = { PollForSourceChanges: false };

describe("a source that EventBridge or AWS's polling watches", () => {
  for (const [what, source, eventDriven, isWatched] of [
    ["nothing is said", { configuration: {} }, true, false],
    ["AWS does not poll", { configuration: unpolled }, true, false],
    ["AWS polls", { configuration: polled }, false, true],
    ["events are off", { detectChanges: false, configuration: unpolled }, false, false],
    ["events are on", { detectChanges: true, configuration: unpolled }, true, false],
    ["a text says true", { configuration: { PollForSourceChanges: "true" } }, true, false],
  ] as const) {
    it(`starts its pipeline by an event: ${eventDriven}, by polling: ${isWatched}, where ${what}`, () => {
      assert.deepEqual(
        [isEventDriven(source), isPolled({ configuration: source.configuration })],
        [eventDriven, isWatched],
      );
      assert.deepEqual(pollingProblems(source), []);
    });
  }

  for (const detectChanges of [true, false]) {
    it(`has no detectChanges ${detectChanges} beside polling`, () => {
      assert.deepEqual(pollingProblems({ detectChanges, configuration: polled }), [
        {
          path: "configuration.PollForSourceChanges",
          reason: `is true beside detectChanges ${detectChanges}: remove one of them`,
        },
      ]);
    });
  }

  it("is never polled because the key is absent: the key is always written", () => {
    const schema = allowedKeys({ ...changeDetection, ...polling });
    assert.deepEqual(schema.parse({}), unpolled);
    assert.deepEqual(schemaProblems(schema, { detectChanges: "no", PollForSourceChanges: 1 }), [
      { path: "detectChanges", reason: 'is "no": give true or false' },
      { path: "PollForSourceChanges", reason: "is 1: give true or false" },
    ]);
  });
});

describe("the events of a source in another account", () => {
  it("must be sent on by a rule there", () => {
    assert.deepEqual(crossAccountEvents({ roleArn: "arn:aws:iam::222233334444:role/source" }), [
      {
        of: "account 222233334444",
        statements: [],
        note: "If the pipeline is in another account, a rule here must send the events of the source to the default event bus of that account.",
      },
    ]);
  });

  it("need nothing where the source has no role of its own", () => {
    assert.deepEqual(crossAccountEvents({}), []);
    assert.deepEqual(crossAccountEvents({ roleArn: undefined }), []);
  });
});
