import { regional } from "./arn";
import type { AwsScope } from "./scope";

export function deviceProjectArn(scope: AwsScope, projectId: string): string {
  return regional(scope, "devicefarm", `project:${projectId}`);
}

/** Every upload of one project: Device Farm chooses their ids. */
export function anyDeviceUploadArn(scope: AwsScope, projectId: string): string {
  return regional(scope, "devicefarm", `upload:${projectId}/*`);
}

/** Every run of one project: Device Farm chooses their ids. */
export function anyDeviceRunArn(scope: AwsScope, projectId: string): string {
  return regional(scope, "devicefarm", `run:${projectId}/*`);
}
