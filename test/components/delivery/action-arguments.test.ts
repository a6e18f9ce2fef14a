import assert from "node:assert/strict";
import { deployedImageAction } from "../../../components/delivery/deployed-image";
import { approvalAction, buildAction, gitSource, stackAction } from "../../../components/delivery/inline-actions";
import { planStack, planStages, planUpdate } from "../../../components/delivery/planned-deployment";

const connectionArn = "arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e2d3c";
const source = gitSource({ connectionArn, repository: "acme/lib" });
const deployment = planStack({ name: "Orders", input: source, stackName: "orders" });

/** The message of a call whose arguments no type check saw. */
function refusal<Args>(call: (args: Args) => unknown, args: object): string {
  try {
    call(args as Args);
    return "no error";
  } catch (error) {
    assert.ok(error instanceof Error && !(error instanceof TypeError));
    return error.message.replace(/Allowed are .*/g, "…");
  }
}

describe("the arguments of a function that returns an action", () => {
  for (const [what, message, expected] of [
    [
      "gitSource",
      refusal(gitSource, { connectionArn, repo: "acme/lib" }),
      "gitSource has 2 problems:\n  repository: is missing: give text\n  repo: is not known here. Did you mean repository? …",
    ],
    [
      "buildAction",
      refusal(buildAction, { name: "Unit", input: source, comands: ["npm test"] }),
      "buildAction Unit has a problem:\n  comands: is not known here. Did you mean commands? …",
    ],
    [
      "buildAction without input",
      refusal(buildAction, { name: "Unit", commands: ["npm test"] }),
      "buildAction Unit has a problem:\n  input: is missing: give the action that makes the artifact, or its name",
    ],
    [
      "buildAction with a missing input in a list",
      refusal(buildAction, { name: "Unit", input: ["Repository", undefined], commands: ["npm test"] }),
      'buildAction Unit has a problem:\n  input: is ["Repository",null]: give the action that makes the artifact, or its name',
    ],
    [
      "approvalAction",
      refusal(approvalAction, { name: "Ok", notfy: ["a@acme.example"] }),
      "approvalAction Ok has a problem:\n  notfy: is not known here. Did you mean notify? …",
    ],
    [
      "stackAction",
      refusal(stackAction, { name: "Staging", input: source, stackName: "orders", paramters: {} }),
      "stackAction Staging has a problem:\n  paramters: is not known here. Did you mean parameters? …",
    ],
    [
      "planStack",
      refusal(planStack, { name: "Staging", stackName: "orders", comit: "1" }),
      "planStack Staging has 2 problems:\n  input: is missing: give the action that makes the artifact, or its name\n  comit: is not known here. Did you mean commit? …",
    ],
    [
      "planStages",
      refusal((args: object) => planStages(deployment, args), { notfy: [] }),
      "planStages has a problem:\n  notfy: is not known here. Did you mean notify? …",
    ],
    [
      "planUpdate",
      refusal(planUpdate, { name: "Network", tool: "terraform" }),
      "planUpdate Network has a problem:\n  input: is missing: give the action that makes the artifact, or its name",
    ],
    [
      "deployedImageAction",
      refusal(deployedImageAction, {
        input: source,
        repositoryUri: "111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop",
        region: "eu-central-1",
        enviroment: "shop-prod",
        commit: "#{Source.CommitId}",
        environment: "shop-prod",
      }),
      "deployedImageAction has a problem:\n  enviroment: is not known here. Did you mean environment? …",
    ],
    [
      "nothing at all",
      refusal(() => buildAction(undefined as never), {}),
      "buildAction has a problem:\n  is missing: give an object",
    ],
  ] as const) {
    it(`have only its own keys: ${what}`, () => {
      assert.equal(message, expected);
    });
  }
});
