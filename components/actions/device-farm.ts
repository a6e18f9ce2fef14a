import { z } from "zod";
import { anyDeviceRunArn, anyDeviceUploadArn, deviceProjectArn } from "../aws/arn";
import { allowStatement, type Statement } from "../iam/statement";
import type { Problem } from "../schema/problem";
import { allowedKeys, matching, nonEmptyText } from "../schema/vocabulary";
import { actionShape } from "./base/action-shape";
import { type ActionContext, defineAction, type Place } from "./base/action-type";

/** The only region of Device Farm. @see https://docs.aws.amazon.com/general/latest/gr/devicefarm.html */
const deviceRegion = "us-west-2";

const testTypes = [
  "APPIUM_JAVA_JUNIT",
  "APPIUM_JAVA_TESTNG",
  "APPIUM_NODE",
  "APPIUM_RUBY",
  "APPIUM_PYTHON",
  "APPIUM_WEB_JAVA_JUNIT",
  "APPIUM_WEB_JAVA_TESTNG",
  "APPIUM_WEB_NODE",
  "APPIUM_WEB_RUBY",
  "APPIUM_WEB_PYTHON",
  "BUILTIN_FUZZ",
  "INSTRUMENTATION",
  "XCTEST",
  "XCTEST_UI",
] as const;

/** The settings of the test devices, and the recordings. */
const deviceShape = {
  /**
   * The latitude of the device in degrees, -90 to 90.
   * @default - Device Farm's default
   */
  Latitude: z.number().min(-90).max(90).optional(),
  /**
   * The longitude of the device in degrees, -180 to 180.
   * @default - Device Farm's default
   */
  Longitude: z.number().min(-180).max(180).optional(),
  /**
   * Whether Bluetooth is on at the start.
   * @default - Device Farm's default
   */
  RadioBluetoothEnabled: z.boolean().optional(),
  /**
   * Whether Wi-Fi is on at the start.
   * @default - Device Farm's default
   */
  RadioWifiEnabled: z.boolean().optional(),
  /**
   * Whether NFC is on at the start.
   * @default - Device Farm's default
   */
  RadioNfcEnabled: z.boolean().optional(),
  /**
   * Whether GPS is on at the start.
   * @default - Device Farm's default
   */
  RadioGpsEnabled: z.boolean().optional(),
  /**
   * Whether CPU, frames and memory are recorded.
   * @default - Device Farm's default
   */
  RecordAppPerformanceData: z.boolean().optional(),
  /**
   * Whether a video is recorded.
   * @default - Device Farm's default
   */
  RecordVideo: z.boolean().optional(),
};

export const deviceFarmSchema = allowedKeys({
  ...actionShape,
  provider: z.literal("DeviceFarm"),
  category: z.literal("Test").default("Test"),
  configuration: allowedKeys({
    /** The platform of the application. */
    AppType: z.enum(["iOS", "Android", "Web"]),
    /** The id of the Device Farm project, the last part of its ARN. */
    ProjectId: matching(
      /^[A-Za-z0-9-]{1,100}$/,
      "give the id of a project, such as eec4905f-98f8-40aa-9afc-4c1cf1234567",
    ),
    /** The path of the application in the input artifact. */
    App: nonEmptyText,
    /** The ARN of the pool of devices. */
    DevicePoolArn: matching(
      /^arn:aws:devicefarm:us-west-2:(\d{12})?:devicepool:[A-Za-z0-9/-]+$/,
      "give the ARN of a device pool, arn:aws:devicefarm:us-west-2:<account>:devicepool:<id>",
    ),
    /** The framework of the test. */
    TestType: z.enum(testTypes),
    /**
     * The path of the test specification in the input artifact; tests in custom mode need it.
     * @default - the standard test environment
     */
    TestSpec: nonEmptyText.optional(),
    /**
     * The path of the tests in the input artifact.
     * @default - none, for tests that are built in
     */
    Test: nonEmptyText.optional(),
    /**
     * How many events of the user interface a fuzz test performs, 1 to 10000.
     * @default - Device Farm's default
     */
    FuzzEventCount: z.int().min(1).max(10_000).optional(),
    /**
     * The pause between two events of a fuzz test, in milliseconds: 1 to 1000.
     * @default - Device Farm's default
     */
    FuzzEventThrottle: z.int().min(1).max(1000).optional(),
    /**
     * The seed of a fuzz test; the same seed gives the same events.
     * @default - a new seed each time
     */
    FuzzRandomizerSeed: z.int().optional(),
    /**
     * Where the test writes further artifacts on the host.
     * @default - none
     */
    CustomHostMachineArtifacts: nonEmptyText.optional(),
    /**
     * Where the test writes further artifacts on the device.
     * @default - none
     */
    CustomDeviceArtifacts: nonEmptyText.optional(),
    /**
     * Whether only unmetered devices are used.
     * @default false
     */
    UnmeteredDevicesOnly: z.boolean().optional(),
    /**
     * How long the test may take on each device, in minutes, at least 1.
     * @default - the timeout of the project
     */
    JobTimeoutMinutes: z.int().min(1).optional(),
    ...deviceShape,
  }),
});

type Action = z.output<typeof deviceFarmSchema>;

/**
 * Tests an application on real devices. Device Farm exists in us-west-2 only.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-DeviceFarm.html
 */
export const deviceFarm = defineAction({
  schema: deviceFarmSchema,
  inputArtifacts: 1,
  validate: (_, place) => regionProblems(place),
  permissions,
});

/** Returns an action that tests an application on real devices. */
export function deviceFarmAction(
  action: Omit<z.input<typeof deviceFarmSchema>, "provider">,
): z.input<typeof deviceFarmSchema> {
  return { ...action, provider: "DeviceFarm" };
}

function regionProblems(place: Place | undefined): Problem[] {
  if (place === undefined || place.region === deviceRegion) {
    return [];
  }
  return [
    {
      path: "region",
      reason: `is ${place.region}, and Device Farm is in ${deviceRegion} alone: let region be ${deviceRegion}`,
    },
  ];
}

function permissions({ configuration }: Action, { scope }: ActionContext): Statement[] {
  const { ProjectId, DevicePoolArn } = configuration;
  const project = deviceProjectArn(scope, ProjectId);
  const uploads = anyDeviceUploadArn(scope, ProjectId);
  return [
    // AWS knows no resource for ListProjects.
    allowStatement({ sid: "ListProjects", actions: ["devicefarm:ListProjects"], resources: ["*"] }),
    allowStatement({
      sid: "Project",
      actions: ["devicefarm:CreateUpload", "devicefarm:ListDevicePools"],
      resources: [project],
    }),
    allowStatement({
      sid: "ScheduleRun",
      actions: ["devicefarm:ScheduleRun"],
      resources: [project, DevicePoolArn, uploads],
    }),
    allowStatement({ sid: "Uploads", actions: ["devicefarm:GetUpload"], resources: [uploads] }),
    allowStatement({ sid: "Runs", actions: ["devicefarm:GetRun"], resources: [anyDeviceRunArn(scope, ProjectId)] }),
  ];
}
