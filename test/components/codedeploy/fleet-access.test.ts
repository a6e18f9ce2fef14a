import assert from "node:assert/strict";
import { fleetNames } from "../../../components/codedeploy/fleet-access";
import { groupAccess } from "../../../components/codedeploy/group-access";
import { type GroupSettings, groupSchema } from "../../../components/codedeploy/group-settings";
import { scope } from "../../support/scopes";
import { answersOtherThan, contradictionsOfAws, type RoleRequest } from "../../support/statements";

type Servers = Extract<GroupSettings["target"], { platform: "Server" }>;

const at = (service: string, resource: string) => `arn:aws:${service}:eu-central-1:111122223333:${resource}`;
const fleet = (name: string) => at("autoscaling", `autoScalingGroup:1a2b:autoScalingGroupName/${name}`);
const instanceRole = "arn:aws:iam::111122223333:role/web";
const template = at("ec2", "launch-template/lt-1");
const launched = { "ec2:LaunchTemplate": template };
const copy = "CodeDeploy_web_d-ABCDEFGHI";

const accessOf = (target: Servers) => groupAccess(scope, "web", groupSchema.parse({ target }));
const ask = (action: string, resource: string, context?: RoleRequest["context"]): RoleRequest => ({
  action,
  resource,
  ...(context && { context }),
});

const copies: Servers = {
  platform: "Server",
  autoScalingGroupNames: ["shop"],
  targetGroupNames: ["web"],
  blueGreen: {
    greenFleet: "COPY_AUTO_SCALING_GROUP",
    launchTemplate: { tag: { key: "app", value: "shop" }, instanceRoleArns: [instanceRole] },
  },
};
const discovers: Servers = {
  platform: "Server",
  tagSets: [[{ key: "app", value: "shop" }, { key: "web" }], [{ key: "stage", value: "prod" }]],
  autoScalingGroupNames: ["blue"],
  targetGroupNames: ["web"],
  blueGreen: { greenFleet: "DISCOVER_EXISTING", greenAutoScalingGroupNames: ["green"] },
};

const inFleet = (name: string) => ({ "ec2:ResourceTag/aws:autoscaling:groupName": name });
const instance = at("ec2", "instance/i-1");

const cases: Readonly<Record<string, { target: Servers; allowed: RoleRequest[]; denied: RoleRequest[] }>> = {
  "a copied Auto Scaling group": {
    target: copies,
    allowed: [
      ...["CreateAutoScalingGroup", "PutWarmPool", "AttachLoadBalancerTargetGroups", "PutScalingPolicy"].map((action) =>
        ask(`autoscaling:${action}`, fleet(copy)),
      ),
      ask("autoscaling:PutLifecycleHook", fleet(copy)),
      ask("autoscaling:PutLifecycleHook", fleet("shop")),
      ask("autoscaling:SuspendProcesses", fleet("shop")),
      ask("autoscaling:DeleteAutoScalingGroup", fleet("shop")),
      ask("autoscaling:DeleteAutoScalingGroup", fleet(copy)),
      ask("autoscaling:DescribeScheduledActions", "*"),
      ask("ec2:RunInstances", template, { ...launched, "ec2:ResourceTag/app": "shop" }),
      ask("ec2:RunInstances", instance, launched),
      ask("ec2:RunInstances", at("ec2", "subnet/subnet-1"), launched),
      ask("ec2:RunInstances", "arn:aws:ec2:eu-central-1::image/ami-1", launched),
      ask("ec2:CreateTags", instance, { "ec2:CreateAction": "RunInstances" }),
      ask("iam:PassRole", instanceRole, { "iam:PassedToService": "ec2.amazonaws.com" }),
      ask("ec2:TerminateInstances", instance, inFleet("shop")),
      ask("ec2:TerminateInstances", instance, inFleet(copy)),
    ],
    denied: [
      ask("autoscaling:CreateAutoScalingGroup", fleet("shop")),
      ask("autoscaling:CreateAutoScalingGroup", fleet("CodeDeploy_other_d-ABCDEFGHI")),
      ask("autoscaling:DeleteAutoScalingGroup", fleet("other")),
      ask("ec2:RunInstances", template, { ...launched, "ec2:ResourceTag/app": "other" }),
      ask("ec2:RunInstances", instance),
      ask("ec2:CreateTags", instance),
      ask("ec2:CreateTags", instance, { "ec2:CreateAction": "CreateVolume" }),
      ask("iam:PassRole", instanceRole, { "iam:PassedToService": "lambda.amazonaws.com" }),
      ask("iam:PassRole", "arn:aws:iam::111122223333:role/admin", { "iam:PassedToService": "ec2.amazonaws.com" }),
      ask("ec2:TerminateInstances", instance, inFleet("other")),
      ask("ec2:TerminateInstances", instance),
    ],
  },
  "a copied group without a launch template, whose old instances stay": {
    target: { ...copies, blueGreen: { greenFleet: "COPY_AUTO_SCALING_GROUP", oldInstances: "KEEP_ALIVE" } },
    allowed: [
      ask("autoscaling:CreateAutoScalingGroup", fleet(copy)),
      ask("autoscaling:DeleteAutoScalingGroup", fleet(copy)),
    ],
    denied: [
      ask("autoscaling:DeleteAutoScalingGroup", fleet("shop")),
      ask("ec2:TerminateInstances", instance, inFleet("shop")),
      ask("ec2:RunInstances", instance, launched),
      ask("iam:PassRole", instanceRole, { "iam:PassedToService": "ec2.amazonaws.com" }),
    ],
  },
  "servers that exist": {
    target: discovers,
    allowed: [
      ask("autoscaling:PutLifecycleHook", fleet("green")),
      ask("autoscaling:DeleteAutoScalingGroup", fleet("green")),
      ask("ec2:TerminateInstances", instance, inFleet("blue")),
      ask("ec2:TerminateInstances", instance, { "ec2:ResourceTag/app": "shop" }),
      ask("ec2:TerminateInstances", instance, { "ec2:ResourceTag/web": "anything" }),
    ],
    denied: [
      ask("autoscaling:CreateAutoScalingGroup", fleet("green")),
      ask("ec2:TerminateInstances", instance, { "ec2:ResourceTag/app": "bank" }),
      ask("ec2:TerminateInstances", instance, { "ec2:ResourceTag/stage": "prod" }),
      ask("ec2:RunInstances", instance, launched),
    ],
  },
};

describe("the access of CodeDeploy to the fleets of a blue/green deployment", () => {
  for (const [name, { target, allowed, denied }] of Object.entries(cases)) {
    it(`asks for actions and conditions that AWS knows: ${name}`, async () => {
      assert.deepEqual(await contradictionsOfAws(accessOf(target)), []);
    });

    it(`allows the calls of a deployment: ${name}`, async () => {
      assert.deepEqual(await answersOtherThan("Allowed", accessOf(target), allowed), []);
    });

    it(`allows nothing else: ${name}`, async () => {
      assert.deepEqual(await answersOtherThan("ImplicitlyDenied", accessOf(target), denied), []);
    });
  }

  it("needs nothing for servers that change in place", () => {
    const { blueGreen: _, ...inPlace } = copies;
    const sids = accessOf(inPlace).map(({ Sid }) => Sid);
    assert.deepEqual(sids, ["Instances", "ScalingGroups", "DescribeScalingGroups", "TargetGroups", "DescribeTargets"]);
  });

  it("names the groups of each deployment, and the copies of earlier ones", () => {
    const serversOf = (target: Servers) => groupSchema.parse({ target }).target as never;
    assert.deepEqual(fleetNames(serversOf(copies), "web"), ["shop", "CodeDeploy_web_d-*"]);
    assert.deepEqual(fleetNames(serversOf(discovers), "web"), ["blue", "green"]);
  });

  it("fits in the policies of a role", () => {
    assert.ok(JSON.stringify(accessOf(copies)).length < 10_240);
  });
});
