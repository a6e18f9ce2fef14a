import fc from "fast-check";

const patterns = fc.uniqueArray(
  fc.oneof(fc.constantFrom("main", "release/*", "v*", "docs/**", "**"), fc.string({ minLength: 1, maxLength: 255 })),
  { minLength: 1, maxLength: 8 },
);

const filter = fc.oneof(
  fc.record({ includes: patterns }),
  fc.record({ excludes: patterns }),
  fc.record({ includes: patterns, excludes: patterns }),
);

const filters = { minLength: 1, maxLength: 3 };

const push = fc.array(
  fc.oneof(
    fc.record({ tags: filter }),
    fc.record({ branches: filter, filePaths: filter }, { requiredKeys: ["branches"] }),
  ),
  filters,
);

const pullRequest = fc.array(
  fc.record(
    {
      branches: filter,
      filePaths: filter,
      events: fc.uniqueArray(fc.constantFrom("OPEN", "UPDATED", "CLOSED"), { minLength: 1 }),
    },
    { requiredKeys: ["branches"] },
  ),
  filters,
);

/** Triggers of one source. */
export const triggerSeed = fc.oneof(fc.record({ push }), fc.record({ pullRequest }), fc.record({ push, pullRequest }));

function oneLine(limits: { readonly minLength?: number; readonly maxLength: number }) {
  return fc.string({ unit: "binary", ...limits }).filter((text) => !/[\r\n]/.test(text));
}

/** Variables of a pipeline, at most five. */
export const variables = fc.uniqueArray(
  fc.record(
    {
      name: fc.stringMatching(/^[A-Za-z0-9@_-]{1,128}$/),
      defaultValue: oneLine({ minLength: 1, maxLength: 500 }),
      description: oneLine({ maxLength: 100 }),
    },
    // An automatic start gives no values, and most of these pipelines start automatically.
    { requiredKeys: ["name", "defaultValue"] },
  ),
  { maxLength: 5, selector: ({ name }) => name },
);

/** Schedules of a pipeline, at most three. */
export const schedules = fc.uniqueArray(
  fc.record({
    name: fc.stringMatching(/^[A-Za-z0-9_-]{1,24}$/),
    expression: fc.constantFrom("rate(1 day)", "rate(12 hours)", "cron(0 3 * * ? *)"),
  }),
  { maxLength: 3, selector: ({ name }) => name.toLowerCase() },
);
