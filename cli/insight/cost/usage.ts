/** How much a stack is used in a month. */
export interface Usage {
  /** Runs of each pipeline. @default 20 */
  readonly runs: number;
  /** Minutes of one build. CodeBuild rounds up. @default 6 */
  readonly minutes: number;
  /** Runs of single pipelines, and builds of projects that no pipeline runs, by name. */
  readonly runsOf: Readonly<Record<string, number>>;
  /** Minutes of one build of single projects, by name. */
  readonly minutesOf: Readonly<Record<string, number>>;
  /** GB that all buckets hold. @default 0 */
  readonly objectsGb: number;
  /** GB that all image repositories hold. @default 0 */
  readonly imagesGb: number;
  /** GB of logs that all log groups take in. @default 0 */
  readonly logsGb: number;
  /** GB that go through all NAT gateways. @default 0 */
  readonly natGb: number;
  /** Custom metrics that get values all month: one for each filter and value of its dimensions. @default 0 */
  readonly customMetrics: number;
  /** Data events that all trails deliver. @default 0 */
  readonly dataEvents: number;
  /** Management events that trails deliver again, because another trail of the account has them. @default 0 */
  readonly repeatedManagementEvents: number;
  /** Events that Insights of all trails analyze. @default 0 */
  readonly insightEvents: number;
}

export const DEFAULT_USAGE: Usage = {
  runs: 20,
  minutes: 6,
  runsOf: {},
  minutesOf: {},
  objectsGb: 0,
  imagesGb: 0,
  logsGb: 0,
  natGb: 0,
  customMetrics: 0,
  dataEvents: 0,
  repeatedManagementEvents: 0,
  insightEvents: 0,
};
