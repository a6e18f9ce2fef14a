import {
  add,
  addLater,
  addStage,
  approval,
  build,
  type Draft,
  image,
  type Mutations,
  sourceArtifact,
} from "./mutation";

/** An approval whose approvers are told a variable. */
function reading(reference: string, changes: object = {}): object {
  return approval({ name: "Reader", ...changes }, { CustomData: `It is ${reference}.` });
}

function read(draft: Draft, at: number, reference: string): string {
  return `${addLater(draft, at, reading(reference))}.configuration.CustomData`;
}

/** References to what is not there, and names that stand twice. */
export const variables: Mutations = {
  "a reference to a later action": (draft, at) => {
    const path = read(draft, at, "#{Added.Answer}");
    addStage(draft, [build(draft)]);
    return path;
  },
  "a reference to an action that runs side by side": (draft, at) => {
    addLater(draft, at, build(draft));
    return read(draft, at, "#{Added.Answer}");
  },
  "a reference to itself": (draft, at) => read(draft, at, "#{Reader.Answer}"),
  "a reference to nobody": (draft, at) => read(draft, at, "#{Nobody.Answer}"),
  "a reference to a variable that an action does not leave behind": (draft, at) => {
    add(draft, 0, image());
    return read(draft, at, "#{Added.CommitId}");
  },
  "a reference to an action that leaves nothing behind": (draft, at) => {
    addLater(draft, at, approval({ runOrder: 1 }));
    return read(draft, at, "#{Added.Answer}");
  },
  "a reference to one of two actions of a namespace": (draft, at) => {
    for (const name of ["Ad.ded", "Ad_ded"]) {
      addLater(draft, at, build(draft, { name, runOrder: 1 }));
    }
    return read(draft, at, "#{Ad_ded.Answer}");
  },
  "a reference to a variable that is not declared": (draft, at) => read(draft, at, "#{variables.Undeclared}"),
  "a reference to a variable that no pipeline has": (draft, at) => read(draft, at, "#{codepipeline.Answer}"),
  "a reference of a source to a variable of the pipeline": (draft) => {
    draft.variables = [...draft.variables, { name: "Added", defaultValue: "1" }];
    const configuration = {
      ConnectionArn: connection,
      FullRepositoryId: "acme/shop",
      BranchName: "#{variables.Added}",
    };
    const source = { provider: "CodeStarSourceConnection", configuration };
    return `${add(draft, 0, image(source))}.configuration.BranchName`;
  },
  "a reference in a command to nobody": (draft, at) => {
    const commands = ["ls", "echo #{Nobody.Answer}"];
    const action = { provider: "Commands", name: "Added", inputArtifacts: [sourceArtifact(draft)], commands };
    return `${addLater(draft, at, action)}.commands[1]`;
  },
  "a reference without a namespace": (draft, at) => read(draft, at, "#{Answer}"),
  "a reference with spaces": (draft, at) => read(draft, at, "#{ codepipeline.PipelineExecutionId }"),
  "a reference that is not closed": (draft, at) => read(draft, at, "#{codepipeline.PipelineExecutionId"),
  "two actions of one namespace": (draft, at) => {
    addLater(draft, at, build(draft, { namespace: "same" }));
    return `${addLater(draft, at, build(draft, { name: "Other", namespace: "same" }))}.namespace`;
  },
  "a namespace with the name of an artifact": (draft, at) =>
    `${addLater(draft, at, build(draft, { namespace: sourceArtifact(draft) }))}.namespace`,
  "a namespace that AWS has for itself": (draft, at) =>
    `${addLater(draft, at, build(draft, { namespace: "variables" }))}.namespace`,
  "two variables of one name": (draft) => {
    const added = { name: "Added", defaultValue: "1" };
    draft.variables = [added, ...draft.variables, added];
    return `variables[${draft.variables.length - 1}].name`;
  },
  "51 variables": (draft) => {
    const more = Array.from({ length: 51 - draft.variables.length }, (_, index) => ({
      name: `Added@${index}`,
      defaultValue: "1",
    }));
    draft.variables = [...draft.variables, ...more];
    return "variables";
  },
  "a variable that a schedule names no value of": (draft) => {
    draft.schedules = [{ name: "Added", expression: "rate(1 day)" }];
    draft.variables = [...draft.variables, { name: "Added" }];
    return `variables[${draft.variables.length - 1}].defaultValue`;
  },
  "a value of several lines": (draft) => {
    draft.variables = [...draft.variables, { name: "Added", defaultValue: "1\n2" }];
    return `variables[${draft.variables.length - 1}].defaultValue`;
  },
  "a variable without a value that says so": (draft) => {
    draft.variables = [...draft.variables, { name: "Added", defaultValue: "" }];
    return `variables[${draft.variables.length - 1}].defaultValue`;
  },
};

const connection = "arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e2d3c";
