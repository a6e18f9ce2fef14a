import assert from "node:assert/strict";
import { deviceFarm, deviceFarmAction } from "../../../components/actions/device-farm";
import { configured, describeProvider, factsOf } from "../../support/provider-cases";

const id = "eec4905f-98f8-40aa-9afc-4c1cf1234567";
const pool = `arn:aws:devicefarm:us-west-2:111122223333:devicepool:${id}/0a1b2c3d`;
const least = {
  AppType: "Android" as const,
  ProjectId: id,
  App: "shop.apk",
  DevicePoolArn: pool,
  TestType: "BUILTIN_FUZZ" as const,
};
const action = deviceFarmAction({
  name: "Devices",
  region: "us-west-2",
  inputArtifacts: ["source"],
  configuration: least,
});
const full = deviceFarmAction({
  ...action,
  configuration: {
    ...least,
    TestType: "APPIUM_PYTHON",
    TestSpec: "spec.yml",
    Test: "tests.zip",
    FuzzEventCount: 10_000,
    FuzzEventThrottle: 1000,
    FuzzRandomizerSeed: 7,
    CustomHostMachineArtifacts: "$WORKING_DIRECTORY",
    CustomDeviceArtifacts: "/sdcard/shop",
    UnmeteredDevicesOnly: true,
    JobTimeoutMinutes: 30,
    Latitude: 47.6204,
    Longitude: -122.3491,
    RadioBluetoothEnabled: true,
    RadioWifiEnabled: true,
    RadioNfcEnabled: false,
    RadioGpsEnabled: true,
    RecordAppPerformanceData: true,
    RecordVideo: false,
  },
});

// Permissions are about where the action runs, and the tables of providers run theirs in eu-central-1.
const at = (resource: string) => `arn:aws:devicefarm:eu-central-1:111122223333:${resource}`;
const statements = [
  { Sid: "ListProjects", Effect: "Allow" as const, Action: ["devicefarm:ListProjects"], Resource: ["*"] },
  {
    Sid: "Project",
    Effect: "Allow" as const,
    Action: ["devicefarm:CreateUpload", "devicefarm:ListDevicePools"],
    Resource: [at(`project:${id}`)],
  },
  {
    Sid: "ScheduleRun",
    Effect: "Allow" as const,
    Action: ["devicefarm:ScheduleRun"],
    Resource: [at(`project:${id}`), pool, at(`upload:${id}/*`)],
  },
  { Sid: "Uploads", Effect: "Allow" as const, Action: ["devicefarm:GetUpload"], Resource: [at(`upload:${id}/*`)] },
  { Sid: "Runs", Effect: "Allow" as const, Action: ["devicefarm:GetRun"], Resource: [at(`run:${id}/*`)] },
];
const outOf = (key: string, value: number, bound: string): [string, Record<string, unknown>, string, string] => [
  `a ${key} of ${value}`,
  configured(action, { [key]: value }),
  `configuration.${key}`,
  `is ${value}: give at ${bound}`,
];

describeProvider(deviceFarm, {
  title: "an action that tests on devices",
  minimal: { action, configuration: { ...least }, statements },
  full: {
    action: full,
    configuration: {
      ...least,
      TestType: "APPIUM_PYTHON",
      TestSpec: "spec.yml",
      Test: "tests.zip",
      FuzzEventCount: "10000",
      FuzzEventThrottle: "1000",
      FuzzRandomizerSeed: "7",
      CustomHostMachineArtifacts: "$WORKING_DIRECTORY",
      CustomDeviceArtifacts: "/sdcard/shop",
      UnmeteredDevicesOnly: "true",
      JobTimeoutMinutes: "30",
      Latitude: "47.6204",
      Longitude: "-122.3491",
      RadioBluetoothEnabled: "true",
      RadioWifiEnabled: "true",
      RadioNfcEnabled: "false",
      RadioGpsEnabled: "true",
      RecordAppPerformanceData: "true",
      RecordVideo: "false",
    },
    statements,
  },
  required: ["AppType", "ProjectId", "App", "DevicePoolArn", "TestType"],
  refused: [
    outOf("FuzzEventCount", 0, "least 1"),
    outOf("FuzzEventCount", 10_001, "most 10000"),
    outOf("FuzzEventThrottle", 0, "least 1"),
    outOf("FuzzEventThrottle", 1001, "most 1000"),
    outOf("JobTimeoutMinutes", 0, "least 1"),
    outOf("Latitude", 91, "most 90"),
    outOf("Latitude", -91, "least -90"),
    outOf("Longitude", 181, "most 180"),
    outOf("Longitude", -181, "least -180"),
    [
      "another kind of application",
      configured(action, { AppType: "Windows" }),
      "configuration.AppType",
      'is "Windows": allowed are iOS, Android, Web',
    ],
    [
      "a test that the action does not run",
      configured(action, { TestType: "REMOTE_ACCESS_RECORD" }),
      "configuration.TestType",
      'is "REMOTE_ACCESS_RECORD": allowed are APPIUM_JAVA_JUNIT, APPIUM_JAVA_TESTNG, APPIUM_NODE, APPIUM_RUBY, APPIUM_PYTHON, APPIUM_WEB_JAVA_JUNIT, APPIUM_WEB_JAVA_TESTNG, APPIUM_WEB_NODE, APPIUM_WEB_RUBY, APPIUM_WEB_PYTHON, BUILTIN_FUZZ, INSTRUMENTATION, XCTEST, XCTEST_UI',
    ],
    [
      "any project",
      configured(action, { ProjectId: "*" }),
      "configuration.ProjectId",
      'is "*": give the id of a project, such as eec4905f-98f8-40aa-9afc-4c1cf1234567',
    ],
    [
      "any pool",
      configured(action, { DevicePoolArn: "arn:aws:devicefarm:us-west-2:111122223333:devicepool:*" }),
      "configuration.DevicePoolArn",
      'is "arn:aws:devicefarm:us-west-2:111122223333:devicepool:*": give the ARN of a device pool, arn:aws:devicefarm:us-west-2:<account>:devicepool:<id>',
    ],
  ],
  accepted: [
    ["a pool of AWS's own", configured(action, { DevicePoolArn: `arn:aws:devicefarm:us-west-2::devicepool:${id}` })],
  ],
  allowed: [
    { action: "devicefarm:CreateUpload", resource: at(`project:${id}`) },
    { action: "devicefarm:ScheduleRun", resource: at(`project:${id}`) },
    { action: "devicefarm:GetRun", resource: at(`run:${id}/1`) },
    { action: "devicefarm:GetUpload", resource: at(`upload:${id}/1`) },
  ],
  denied: [
    { action: "devicefarm:CreateUpload", resource: at("project:another") },
    { action: "devicefarm:GetRun", resource: at("run:another/1") },
    { action: "devicefarm:GetUpload", resource: at("upload:another/1") },
    { action: "devicefarm:DeleteProject", resource: at(`project:${id}`) },
  ],
});

describe("an action that tests on devices", () => {
  it("is one of AWS's own", () => {
    assert.deepEqual(factsOf(deviceFarm), {
      provider: "DeviceFarm",
      owner: "AWS",
      version: "1",
      categories: ["Test"],
      inputArtifacts: { min: 1, max: 1 },
      outputArtifacts: { min: 0, max: 0 },
      outputVariables: [],
      pipelineTypes: ["V1", "V2"],
      crossRegion: true,
    });
  });

  it("runs in the one region that has devices, where that is known", () => {
    const read = deviceFarm.schema.parse(action);
    assert.deepEqual(deviceFarm.validate(read, { account: "111122223333", region: "us-west-2" }), []);
    assert.deepEqual(deviceFarm.validate(read, { account: "111122223333", region: "eu-central-1" }), [
      {
        path: "region",
        reason: "is eu-central-1, and Device Farm is in us-west-2 alone: let region be us-west-2",
      },
    ]);
  });
});
