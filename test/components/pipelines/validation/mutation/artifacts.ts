import { findActionType } from "../../../../../components/actions/catalogue";
import { sampleActions } from "../../../../support/sample-actions";
import {
  add,
  addLater,
  addStage,
  build,
  type Draft,
  image,
  laterStage,
  type Mutation,
  type Mutations,
  placed,
  set,
  sourceArtifact,
} from "./mutation";

const orders: Mutations = {
  "an artifact that no action makes": (draft, at) =>
    `${addLater(draft, at, build(draft, { inputArtifacts: ["nothing"] }))}.inputArtifacts[0]`,
  "an artifact that is made in a later stage": (draft, at) => {
    const path = addLater(draft, at, build(draft, { inputArtifacts: ["late"] }));
    addStage(draft, [build(draft, { outputArtifacts: ["late"] })]);
    return `${path}.inputArtifacts[0]`;
  },
  "an artifact that is made later in the same stage": (draft, at) => {
    add(draft, laterStage(draft, at), build(draft, { name: "Late", outputArtifacts: ["late"] }));
    return `${addLater(draft, at, build(draft, { runOrder: 998, inputArtifacts: ["late"] }))}.inputArtifacts[0]`;
  },
  "an artifact that is made side by side": (draft, at) => {
    add(draft, laterStage(draft, at), build(draft, { name: "Beside", outputArtifacts: ["beside"] }));
    return `${addLater(draft, at, build(draft, { inputArtifacts: ["beside"] }))}.inputArtifacts[0]`;
  },
  "an artifact that two actions make": (draft, at) =>
    `${addLater(draft, at, build(draft, { outputArtifacts: [sourceArtifact(draft)] }))}.outputArtifacts[0]`,
  "an artifact that one action makes twice": (draft, at) =>
    `${addLater(draft, at, build(draft, { outputArtifacts: ["twice", "twice"] }))}.outputArtifacts[1]`,
  "a reference to clone from for what needs files": (draft, at) => {
    const configuration = { RepositoryName: "shop", BranchName: "main", OutputArtifactFormat: "CODEBUILD_CLONE_REF" };
    add(draft, 0, image({ provider: "CodeCommit", configuration }));
    const chart = sampleActions.filter(({ name }) => name === "Chart").map((sample) => placed(sample, draft));
    return chart.map((action) => `${addLater(draft, at, { ...action, inputArtifacts: ["added"] })}.inputArtifacts[0]`);
  },
  "an artifact with a dot in its name": (draft, at) =>
    `${addLater(draft, at, build(draft, { outputArtifacts: ["site.zip"] }))}.outputArtifacts[0]`,
};

/** For every provider, one artifact more than it takes or makes. */
const counts: Mutations = Object.fromEntries(
  sampleActions.flatMap((sample): [string, Mutation][] => {
    const type = findActionType(sample);
    const { max: inputs = 0 } = type?.inputArtifacts ?? {};
    const { max: outputs = 0 } = type?.outputArtifacts ?? {};
    const stageOf = (draft: Draft, at: number) => (type?.categories[0] === "Source" ? 0 : laterStage(draft, at));
    const name = `${type?.categories[0]} action of ${sample.provider}`;
    return [
      [
        `${inputs + 1} input artifacts of a ${name}`,
        (draft, at) => {
          const isSource = stageOf(draft, at) === 0;
          // Nothing is made before a source, which has two problems then.
          const artifact = isSource ? "nothing" : sourceArtifact(draft);
          const primary = sample.provider === "CodeBuild" ? { PrimarySource: artifact } : {};
          const inputArtifacts = Array.from({ length: inputs + 1 }, () => artifact);
          const path = add(draft, stageOf(draft, at), set(placed(sample, draft, { inputArtifacts }), primary));
          return [`${path}.inputArtifacts`, ...(isSource ? [`${path}.inputArtifacts[0]`] : [])];
        },
      ],
      [
        `${outputs + 1} output artifacts of a ${name}`,
        (draft, at) => {
          const outputArtifacts = Array.from({ length: outputs + 1 }, (_, index) => `added${index}`);
          const files = sample.provider === "Commands" ? { outputFiles: ["**/*"] } : {};
          const action = placed(sample, draft, { outputArtifacts, ...files });
          return `${add(draft, stageOf(draft, at), action)}.outputArtifacts`;
        },
      ],
    ];
  }),
);

/** Artifacts that are not there, or too many. */
export const artifacts: Mutations = { ...orders, ...counts };
