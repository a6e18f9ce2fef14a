import assert from "node:assert/strict";
import { customActionTypeProblems } from "../../../../components/actions/custom/action-type";

const least = { providerName: "Jenkins", category: "Build" };
const job = { required: true };
const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`P${index}`, {}]));

const refused: [what: string, settings: Record<string, unknown>, path: string, reason: string][] = [
  [
    "no category",
    { category: undefined },
    "category",
    "is missing: allowed are Source, Build, Test, Deploy, Approval, Invoke",
  ],
  [
    "a category that nobody can register",
    { category: "Compute" },
    "category",
    'is "Compute": allowed are Source, Build, Test, Deploy, Approval, Invoke',
  ],
  [
    "11 properties",
    { configurationProperties: many(11) },
    "configurationProperties",
    "are 11, and AWS takes 10: put several into one",
  ],
  [
    "a property of an unknown type",
    { configurationProperties: { Job: { type: "Text" } } },
    "configurationProperties.Job.type",
    'is "Text": allowed are String, Number, Boolean',
  ],
  [
    "a description of 161 characters",
    { configurationProperties: { Job: { description: "x".repeat(161) } } },
    "configurationProperties.Job.description",
    `is "${"x".repeat(76)}...: give at most 160 characters`,
  ],
  [
    "a property that nobody must give and that is polled for",
    { configurationProperties: { Job: { queryable: true } } },
    "configurationProperties.Job.queryable",
    "is true, and only a property that is required and not secret can be polled for: change it or these",
  ],
  [
    "a secret that is polled for",
    { configurationProperties: { Job: { required: true, secret: true, queryable: true } } },
    "configurationProperties.Job.queryable",
    "is true, and only a property that is required and not secret can be polled for: change it or these",
  ],
  [
    "two properties that are polled for",
    { configurationProperties: { Job: { ...job, queryable: true }, Server: { ...job, queryable: true } } },
    "configurationProperties.Server.queryable",
    "is true, and jobs are polled for by Job already: let one property at most be queryable",
  ],
  ["6 artifacts", { inputArtifacts: { min: 0, max: 6 } }, "inputArtifacts.max", "is 6: give at most 5"],
  [
    "at least more artifacts than at most",
    { outputArtifacts: { min: 2, max: 1 } },
    "outputArtifacts.min",
    "is 2, more than the max of 1: give no more than that",
  ],
  [
    "an address with a property that is not there",
    { entityUrlTemplate: "https://ci.example/{Config:Job}" },
    "entityUrlTemplate",
    "holds {Config:Job}, and no property of that name is required and not secret: remove it",
  ],
  [
    "an address with a secret",
    {
      configurationProperties: { Job: job, Token: { required: true, secret: true } },
      executionUrlTemplate: "https://ci.example/{Config:Job}?token={Config:Token}",
    },
    "executionUrlTemplate",
    "holds {Config:Token}, and no property of that name is required and not secret: name one of Job",
  ],
  [
    "an address with a property that may be missing",
    { configurationProperties: { Job: {} }, revisionUrlTemplate: "https://ci.example/{Config:Job}" },
    "revisionUrlTemplate",
    "holds {Config:Job}, and no property of that name is required and not secret: remove it",
  ],
  [
    "an address that runs a script",
    { thirdPartyConfigurationUrl: "javascript:alert(1)" },
    "thirdPartyConfigurationUrl",
    'is "javascript:alert(1)": give an http or https address of at most 2048 characters',
  ],
];

describe("customActionTypeProblems", () => {
  for (const [what, settings, path, reason] of refused) {
    it(`refuses ${what}`, () => {
      assert.deepEqual(customActionTypeProblems({ ...least, ...settings }), [{ path, reason }]);
    });
  }

  for (const [what, settings] of [
    ["the least there can be", {}],
    ["10 properties", { configurationProperties: many(10) }],
    ["as many artifacts at least as at most", { inputArtifacts: { min: 5, max: 5 } }],
    ["a property that is polled for", { configurationProperties: { Job: { ...job, queryable: true } } }],
    [
      "an address with a property that is required",
      { configurationProperties: { Job: job }, entityUrlTemplate: "https://ci.example/{Config:Job}" },
    ],
  ] as const) {
    it(`accepts ${what}`, () => {
      assert.deepEqual(customActionTypeProblems({ ...least, ...settings }), []);
    });
  }
});
