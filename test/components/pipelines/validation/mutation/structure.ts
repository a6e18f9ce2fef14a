import { add, addLater, addStage, approval, image, laterStage, type Mutations } from "./mutation";

/** Wrong numbers, names and places of stages and actions. */
export const structure: Mutations = {
  "one stage alone": (draft) => {
    draft.stages = draft.stages.slice(0, 1);
    return "stages";
  },
  "51 stages": (draft) => {
    for (let index = draft.stages.length; index < 51; index += 1) {
      addStage(draft, [approval()], { name: `Added${index}` });
    }
    return "stages";
  },
  "a stage without actions": (draft) => `${addStage(draft, [])}.actions`,
  "51 actions in a stage": (draft, at) => {
    const stage = laterStage(draft, at);
    for (let index = draft.stages[stage]?.actions.length ?? 0; index < 51; index += 1) {
      add(draft, stage, approval({ name: `Added${index}` }));
    }
    return `stages[${stage}].actions`;
  },
  "1001 actions": (draft) => {
    const count = () => draft.stages.reduce((sum, { actions }) => sum + actions.length, 0);
    while (count() < 1001) {
      const stage = draft.stages.length;
      const actions = Array.from({ length: Math.min(50, 1001 - count()) }, (_, index) =>
        approval({ name: `Added${stage}_${index}` }),
      );
      addStage(draft, actions, { name: `Added${stage}` });
    }
    return "stages";
  },
  "two stages of one name": (draft, at) => {
    addStage(draft, [approval()], { name: draft.stages[at % draft.stages.length]?.name });
    return `stages[${draft.stages.length - 1}].name`;
  },
  "two actions of one name in a stage": (draft, at) => {
    addLater(draft, at, approval());
    return `${addLater(draft, at, approval())}.name`;
  },
  "two actions whose roles would have one name": (draft, at) => {
    addLater(draft, at, approval());
    return `${addLater(draft, at, approval({ name: "ADDED" }))}.name`;
  },
  "a stage with a space in its name": (draft) => `${addStage(draft, [approval()], { name: "the stage" })}.name`,
  "a name of 101 characters": (draft, at) => `${addLater(draft, at, approval({ name: "x".repeat(101) }))}.name`,
  "a run order of 1000": (draft, at) => `${addLater(draft, at, approval({ runOrder: 1000 }))}.runOrder`,
  "a source outside of the first stage": (draft, at) => addLater(draft, at, image()),
  "another action in the first stage": (draft) => add(draft, 0, approval()),
  "an unknown key": (draft) => {
    draft.colour = "red";
    return "colour";
  },
  "an unknown key in a stage": (draft) => `${addStage(draft, [approval()], { colour: "red" })}.colour`,
  "a transition that is disabled, which the AWS provider cannot say": (draft) =>
    `${addStage(draft, [approval()], { disableInboundStageTransitions: true })}.disableInboundStageTransitions`,
  "a restart on update, which the AWS provider cannot say": (draft) => {
    draft.restartExecutionOnUpdate = true;
    return "restartExecutionOnUpdate";
  },
  "a schedule at an hour that no day has": (draft) => {
    draft.schedules = [{ name: "nightly", expression: "cron(0 24 * * ? *)" }];
    return "schedules[0].expression";
  },
  "two schedules whose roles would have one name": (draft) => {
    draft.schedules = ["nightly", "Nightly"].map((name) => ({ name, expression: "rate(1 day)" }));
    return "schedules[1].name";
  },
  "a schedule that is none": (draft) => {
    draft.schedules = [{ name: "nightly", expression: "every night" }];
    return "schedules[0].expression";
  },
};
