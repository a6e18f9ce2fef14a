import assert from "node:assert/strict";
import { groupAccess } from "../../../components/codedeploy/group-access";
import { type GroupSettings, groupSchema } from "../../../components/codedeploy/group-settings";
import { keyArn, scope } from "../../support/scopes";
import { answersOtherThan, contradictionsOfAws, type RoleRequest } from "../../support/statements";

const at = (service: string, resource: string) => `arn:aws:${service}:eu-central-1:111122223333:${resource}`;
const taskRole = "arn:aws:iam::111122223333:role/task";
const toTasks = { "iam:PassedToService": "ecs-tasks.amazonaws.com" };

const accessOf = (settings: GroupSettings) => groupAccess(scope, "web", groupSchema.parse(settings));
const ask = (action: string, resource: string, context?: RoleRequest["context"]): RoleRequest => ({
  action,
  resource,
  ...(context && { context }),
});

const told = {
  alarmNames: ["shop-errors"],
  triggers: { team: { topicArn: at("sns", "team"), keyArn, events: ["DeploymentFailure"] } },
} satisfies Partial<GroupSettings>;
const toldRequests = [
  ask("cloudwatch:DescribeAlarms", at("cloudwatch", "alarm:shop-errors")),
  ask("sns:Publish", at("sns", "team")),
];

const platforms: Readonly<Record<string, { settings: GroupSettings; allowed: RoleRequest[]; denied: RoleRequest[] }>> =
  {
    Lambda: {
      settings: {
        ...told,
        target: {
          platform: "Lambda",
          functionNames: ["shop"],
          hookFunctionNames: ["check"],
          revisions: { bucketName: "revisions", keyArn },
        },
      },
      allowed: [
        ...toldRequests,
        ask("lambda:GetAlias", at("lambda", "function:shop:live")),
        ask("lambda:UpdateAlias", at("lambda", "function:shop")),
        ask("lambda:InvokeFunction", at("lambda", "function:check")),
        ask("s3:GetObjectVersion", "arn:aws:s3:::revisions/appspec.yaml"),
      ],
      denied: [
        ask("lambda:UpdateAlias", at("lambda", "function:other")),
        ask("lambda:UpdateFunctionCode", at("lambda", "function:shop")),
        ask("lambda:InvokeFunction", at("lambda", "function:shop")),
        ask("s3:GetObject", "arn:aws:s3:::other/appspec.yaml"),
        ask("s3:PutObject", "arn:aws:s3:::revisions/appspec.yaml"),
      ],
    },
    ECS: {
      settings: {
        ...told,
        target: {
          platform: "ECS",
          clusterName: "shop",
          serviceName: "web",
          loadBalancerName: "front",
          targetGroupNames: ["blue", "green"],
          passRoleArns: [taskRole],
          hookFunctionNames: ["check"],
          revisions: { bucketName: "revisions" },
        },
      },
      allowed: [
        ...toldRequests,
        ask("ecs:DescribeServices", at("ecs", "service/shop/web")),
        ask("ecs:UpdateServicePrimaryTaskSet", at("ecs", "service/shop/web")),
        ask("ecs:CreateTaskSet", at("ecs", "task-set/shop/web/ecs-svc-1")),
        ask("ecs:DeleteTaskSet", at("ecs", "task-set/shop/web/ecs-svc-1")),
        ask("elasticloadbalancing:ModifyListener", at("elasticloadbalancing", "listener/app/front/1/2")),
        ask("elasticloadbalancing:ModifyListener", at("elasticloadbalancing", "listener/net/front/1/2")),
        ask("elasticloadbalancing:ModifyRule", at("elasticloadbalancing", "listener-rule/app/front/1/2/3")),
        ask("elasticloadbalancing:DescribeListeners", "*"),
        ask("iam:PassRole", taskRole, toTasks),
        ask("lambda:InvokeFunction", at("lambda", "function:check")),
        ask("s3:GetObject", "arn:aws:s3:::revisions/appspec.yaml"),
      ],
      denied: [
        ask("ecs:UpdateServicePrimaryTaskSet", at("ecs", "service/shop/other")),
        ask("ecs:CreateTaskSet", at("ecs", "task-set/other/web/ecs-svc-1")),
        ask("elasticloadbalancing:ModifyListener", at("elasticloadbalancing", "listener/app/back/1/2")),
        ask("iam:PassRole", taskRole, { "iam:PassedToService": "ec2.amazonaws.com" }),
        ask("iam:PassRole", "arn:aws:iam::111122223333:role/admin", toTasks),
      ],
    },
    Server: {
      settings: {
        ...told,
        target: {
          platform: "Server",
          tagSets: [[{ key: "app" }]],
          autoScalingGroupNames: ["shop"],
          targetGroupNames: ["web"],
        },
      },
      allowed: [
        ...toldRequests,
        ask("ec2:DescribeInstances", "*"),
        ask("tag:GetResources", "*"),
        ask("autoscaling:DescribeAutoScalingGroups", "*"),
        ask("autoscaling:PutLifecycleHook", at("autoscaling", "autoScalingGroup:1:autoScalingGroupName/shop")),
        ask("autoscaling:CompleteLifecycleAction", at("autoscaling", "autoScalingGroup:1:autoScalingGroupName/shop")),
        ask("elasticloadbalancing:RegisterTargets", at("elasticloadbalancing", "targetgroup/web/1")),
        ask("elasticloadbalancing:DescribeTargetHealth", "*"),
      ],
      denied: [
        ask("autoscaling:PutLifecycleHook", at("autoscaling", "autoScalingGroup:1:autoScalingGroupName/other")),
        ask("autoscaling:DeleteAutoScalingGroup", at("autoscaling", "autoScalingGroup:1:autoScalingGroupName/shop")),
        ask("elasticloadbalancing:DeregisterTargets", at("elasticloadbalancing", "targetgroup/other/1")),
        ask("ec2:TerminateInstances", at("ec2", "instance/i-1")),
      ],
    },
    "Server with a Classic Load Balancer": {
      settings: { target: { platform: "Server", onPremisesTags: [{ key: "app" }], classicLoadBalancerNames: ["old"] } },
      allowed: [
        ask("elasticloadbalancing:DescribeInstanceHealth", "*"),
        ask("elasticloadbalancing:RegisterInstancesWithLoadBalancer", at("elasticloadbalancing", "loadbalancer/old")),
      ],
      denied: [
        ask("elasticloadbalancing:RegisterInstancesWithLoadBalancer", at("elasticloadbalancing", "loadbalancer/new")),
        ask("autoscaling:DescribeAutoScalingGroups", "*"),
        ask("cloudwatch:DescribeAlarms", at("cloudwatch", "alarm:shop-errors")),
      ],
    },
  };

describe("the access of CodeDeploy to a group", () => {
  for (const [name, { settings, allowed, denied }] of Object.entries(platforms)) {
    it(`asks for actions and conditions that AWS knows: ${name}`, async () => {
      assert.deepEqual(await contradictionsOfAws(accessOf(settings)), []);
    });

    it(`allows the calls of a deployment: ${name}`, async () => {
      assert.deepEqual(await answersOtherThan("Allowed", accessOf(settings), allowed), []);
    });

    it(`allows nothing else: ${name}`, async () => {
      assert.deepEqual(await answersOtherThan("ImplicitlyDenied", accessOf(settings), denied), []);
    });
  }

  it("has a statement for each setting and no more", () => {
    const target = { platform: "Lambda" as const, functionNames: ["shop"] };
    assert.deepEqual(
      accessOf({ target }).map(({ Sid }) => Sid),
      ["Functions"],
    );
  });

  // The simulator decides requests about keys by key policies alone.
  it("uses the keys of topics and revisions through SNS and S3 only", () => {
    const keys = accessOf(platforms.Lambda?.settings ?? { target: { platform: "Server" } }).filter(
      ({ Resource }) => [Resource].flat()[0] === keyArn,
    );
    assert.deepEqual(
      keys.map(({ Action, Condition }) => [Action, Condition]),
      [
        [["kms:Decrypt"], { StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" } }],
        [
          ["kms:Decrypt", "kms:GenerateDataKey"],
          { StringEquals: { "kms:ViaService": "sns.eu-central-1.amazonaws.com" } },
        ],
      ],
    );
  });
});
