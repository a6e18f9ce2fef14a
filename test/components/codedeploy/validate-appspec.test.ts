import assert from "node:assert/strict";
import { lifecycleEvents } from "../../../components/codedeploy/appspec";
import { validateAppSpec } from "../../../components/codedeploy/validate-appspec";

const script = { location: "scripts/run.sh" };
const server = { version: 0, os: "linux", files: [{ source: "/", destination: "/srv/shop" }] };

function lambda(properties: Record<string, unknown> = {}, more: Record<string, unknown> = {}) {
  const Properties = { Name: "shop", Alias: "live", CurrentVersion: "1", TargetVersion: "2", ...properties };
  return { version: 0, Resources: [{ shop: { Type: "AWS::Lambda::Function", Properties } }], ...more };
}

function ecs(properties: Record<string, unknown> = {}, more: Record<string, unknown> = {}) {
  const Properties = {
    TaskDefinition: "arn:aws:ecs:eu-central-1:111122223333:task-definition/shop:7",
    LoadBalancerInfo: { ContainerName: "web", ContainerPort: 80 },
    ...properties,
  };
  return { version: 0, Resources: [{ TargetService: { Type: "AWS::ECS::Service", Properties } }], ...more };
}

const network = { Subnets: ["subnet-1"], SecurityGroups: ["sg-1"], AssignPublicIp: "DISABLED" };
const service = "Resources[0].TargetService.Properties";
const fn = "Resources[0].shop.Properties";

/** AppSpecs that CodeDeploy takes. */
const accepted: Readonly<Record<string, unknown>> = {
  "instances without files or hooks": { version: 0, os: "windows" },
  "instances with every event": {
    ...server,
    hooks: Object.fromEntries(lifecycleEvents.Server.map((event) => [event, [{ ...script, timeout: 3600 }]])),
  },
  "instances with an event that has no script": { ...server, hooks: { AfterInstall: null } },
  "instances with permissions": {
    ...server,
    file_exists_behavior: "OVERWRITE",
    permissions: [
      {
        object: "/srv/shop",
        pattern: "*.sh",
        except: ["setup.sh"],
        owner: "shop",
        group: 1000,
        mode: 4755,
        acls: ["u:mary:rw", "m::rw", "d:u::rwx", "mary:6", "mask:r"],
        context: { user: "unconfined_u", type: "httpd_sys_content_t", range: "s0-s3:c0.c2,c7" },
        type: ["file"],
      },
    ],
  },
  "Windows instances with paths of Windows": {
    os: "windows",
    files: [
      { source: "\\", destination: "c:\\temp" },
      { source: "a", destination: "D:/temp" },
    ],
  },
  "a Lambda function with both events": lambda(
    { CurrentVersion: 1, TargetVersion: "$NEW_VERSION" },
    {
      Hooks: [
        { BeforeAllowTraffic: "check" },
        { AfterAllowTraffic: "arn:aws:lambda:eu-central-1:111122223333:function:check:live" },
      ],
    },
  ),
  "keys of Lambda in lower case": {
    version: "0.0",
    resources: [
      {
        "my-function": {
          type: "AWS::Lambda::Function",
          properties: { name: "shop", alias: "live", currentversion: "1", targetversion: "2" },
        },
      },
    ],
    hooks: [{ beforeallowtraffic: "check" }],
  },
  "an ECS service with every event": ecs({}, { Hooks: lifecycleEvents.ECS.map((event) => ({ [event]: "check" })) }),
  "an ECS service with every property": ecs({
    PlatformVersion: "1.4.0",
    NetworkConfiguration: { AwsvpcConfiguration: network },
    CapacityProviderStrategy: [
      { Base: 1, CapacityProvider: "FARGATE_SPOT", Weight: 2 },
      { Base: 0, CapacityProvider: "FARGATE", Weight: 1 },
    ],
  }),
  "the placeholders of a build": ecs({
    TaskDefinition: "<TASK_DEFINITION>",
    LoadBalancerInfo: { ContainerName: "$" + "{NAME}", ContainerPort: "<CONTAINER_PORT>" },
  }),
  "a port as text": ecs({ LoadBalancerInfo: { ContainerName: "web", ContainerPort: "8080" } }),
  "a task definition without its revision": ecs({
    TaskDefinition: "arn:aws:ecs:eu-central-1:111122223333:task-definition/shop",
  }),
};

/** Changes of a valid AppSpec, with the path and the reason of their only problem. */
const refused: readonly (readonly [what: string, spec: unknown, path: string, reason: RegExp])[] = [
  ["another version", { ...server, version: 1 }, "version", /^is 1: CodeDeploy reads 0\.0 alone$/],
  ["no platform", { version: 0, hooks: {} }, "", /^tells no platform: give os for instances, or Resources/],
  ["instances without os", { files: server.files }, "os", /^is missing: allowed are linux, windows$/],
  ["another os", { ...server, os: "Linux" }, "os", /^is "Linux"\. Did you mean linux\?/],
  ["a misspelt key", { ...server, file: [] }, "file", /^is not known here\. Did you mean files\?/],
  ["a misspelt event", { ...server, hooks: { AfterInstal: [script] } }, "hooks.AfterInstal", /Did you mean AfterInst/],
  ["an event of the agent", { ...server, hooks: { Install: [script] } }, "hooks.Install", /runs the event itself/],
  [
    "an event of ECS on instances",
    { ...server, hooks: { AfterAllowTestTraffic: [script] } },
    "hooks.AfterAllowTestTraffic",
    /^is not known here/,
  ],
  [
    "a script without its path",
    { ...server, hooks: { AfterInstall: [{}] } },
    "hooks.AfterInstall[0].location",
    /missing/,
  ],
  [
    "a script with no time",
    { ...server, hooks: { AfterInstall: [{ ...script, timeout: 0 }] } },
    "hooks.AfterInstall[0].timeout",
    /^is 0: give at least 1$/,
  ],
  [
    "scripts of more than an hour",
    { ...server, hooks: { AfterInstall: [1, 2].map(() => ({ ...script, timeout: 1801 })) } },
    "hooks.AfterInstall",
    /^has timeouts of 3602 seconds: the scripts of an event have 3600 seconds together$/,
  ],
  [
    "a file without its destination",
    { ...server, files: [{ source: "/" }] },
    "files[0].destination",
    /^is missing: give text/,
  ],
  [
    "a relative destination",
    { ...server, files: [{ source: "/", destination: "srv" }] },
    "files[0].destination",
    /^is "srv": give a path from the root, such as \/srv\/shop$/,
  ],
  [
    "a destination of Linux on Windows",
    { os: "windows", files: [{ source: "/", destination: "/srv" }] },
    "files[0].destination",
    /such as C:\\shop$/,
  ],
  [
    "the same copy twice",
    { ...server, files: [1, 2].map(() => ({ source: "a", destination: "/srv" })) },
    "files[1]",
    /^copies the same as files\[0\]/,
  ],
  [
    "permissions on Windows",
    { os: "windows", permissions: [{ object: "C:\\a" }] },
    "permissions",
    /^is for Linux alone/,
  ],
  [
    "a user on Windows",
    { os: "windows", hooks: { AfterInstall: [{ ...script, runas: "shop" }] } },
    "hooks.AfterInstall[0].runas",
    /^is for Linux alone/,
  ],
  ["a permission of nothing", { ...server, permissions: [{ mode: 644 }] }, "permissions[0].object", /^is missing/],
  [
    "a symbolic mode",
    { ...server, permissions: [{ object: "/a", mode: "u+x" }] },
    "permissions[0].mode",
    /^is "u\+x": give 1 to 4 octal digits/,
  ],
  [
    "a type as text, which fails in the agent",
    { ...server, permissions: [{ object: "/a", type: "file" }] },
    "permissions[0].type",
    /^is "file": give a list$/,
  ],
  [
    "the rights of the owner as an ACL",
    { ...server, permissions: [{ object: "/a", acls: ["u::rw"] }] },
    "permissions[0].acls[0]",
    /^is "u::rw": give/,
  ],
  ["two resources", { Resources: [...lambda().Resources, ...lambda().Resources] }, "Resources", /^has 2 resources/],
  ["no resource", { Resources: [] }, "Resources", /^has 0 resources/],
  [
    "another type of resource",
    { Resources: [{ shop: { ...lambda().Resources[0]?.shop, Type: "AWS::Lambda::Alias" } }] },
    "Resources[0].shop.Type",
    /^is "AWS::Lambda::Alias": allowed are AWS::Lambda::Function, AWS::ECS::Service$/,
  ],
  [
    "a version that is none",
    lambda({ TargetVersion: "latest" }),
    `${fn}.TargetVersion`,
    /^is "latest": give a version/,
  ],
  ["a misspelt property", lambda({ Allias: "x" }), `${fn}.Allias`, /^is not known here\. Did you mean Alias\?/],
  [
    "an event of ECS for a function",
    lambda({}, { Hooks: [{ AfterInstall: "check" }] }),
    "Hooks[0].AfterInstall",
    /^is not known here/,
  ],
  [
    "a script for a function",
    lambda({}, { Hooks: [{ AfterAllowTraffic: "scripts/check.sh" }] }),
    "Hooks[0].AfterAllowTraffic",
    /^is "scripts\/check\.sh": give the name or the ARN of a Lambda function$/,
  ],
  [
    "an event twice",
    lambda({}, { Hooks: [{ AfterAllowTraffic: "a" }, { AfterAllowTraffic: "b" }] }),
    "Hooks[1].AfterAllowTraffic",
    /^is given twice/,
  ],
  [
    "the ARN of a service",
    ecs({ TaskDefinition: "arn:aws:ecs:a:1:service/x" }),
    `${service}.TaskDefinition`,
    /^is "arn/,
  ],
  [
    "a port beyond the last one",
    ecs({ LoadBalancerInfo: { ContainerName: "web", ContainerPort: 70000 } }),
    `${service}.LoadBalancerInfo.ContainerPort`,
    /give .*65535/,
  ],
  [
    "half a network",
    ecs({ NetworkConfiguration: { AwsvpcConfiguration: { ...network, SecurityGroups: undefined } } }),
    `${service}.NetworkConfiguration.AwsvpcConfiguration.SecurityGroups`,
    /^is missing/,
  ],
  [
    "two providers with a base",
    ecs({ CapacityProviderStrategy: ["a", "b"].map((CapacityProvider) => ({ CapacityProvider, Base: 1, Weight: 1 })) }),
    `${service}.CapacityProviderStrategy`,
    /^has more than one provider with a Base/,
  ],
  [
    "providers without a weight",
    ecs({ CapacityProviderStrategy: ["a", "b"].map((CapacityProvider) => ({ CapacityProvider })) }),
    `${service}.CapacityProviderStrategy`,
    /^gives every provider the weight 0/,
  ],
];

describe("validateAppSpec", () => {
  for (const [what, spec] of Object.entries(accepted)) {
    it(`accepts ${what}`, () => {
      assert.deepEqual(validateAppSpec(spec), []);
    });
  }

  for (const [what, spec, path, reason] of refused) {
    it(`refuses ${what}, and says where and why`, () => {
      const problems = validateAppSpec(spec);
      assert.deepEqual(
        problems.map((problem) => problem.path),
        [path],
      );
      assert.match(problems[0]?.reason ?? "", reason);
    });
  }

  it("refuses an AppSpec of another platform than the deployment group's", () => {
    assert.deepEqual(validateAppSpec(ecs(), "Lambda"), [
      { path: "", reason: "is for ECS, but the deployment group is for Lambda" },
    ]);
    assert.deepEqual(validateAppSpec(ecs(), "ECS"), []);
  });

  it("lists every problem at once", () => {
    const problems = validateAppSpec({ os: "linux", files: [{ destination: "x" }], hooks: { Start: [] } });
    assert.deepEqual(
      problems.map(({ path }) => path),
      ["files[0].source", "hooks.Start", "files[0].destination"],
    );
  });
});
