import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A job, the example that does it, and its program for AWS CDK. */
interface Job {
  readonly label: string;
  readonly example: string;
  /** The file in the folder of the CDK programs. */
  readonly cdkFile: string;
  /** Non-blank lines of the CDK program, measured once. */
  readonly cdkLines: number;
}

export const jobs: readonly Job[] = [
  { label: "a library, published on a tag", example: "library", cdkFile: "cdk1.ts", cdkLines: 54 },
  { label: "a function in two accounts", example: "function-two-accounts", cdkFile: "cdk2.ts", cdkLines: 61 },
  { label: "a service on ECS", example: "service", cdkFile: "cdk3.ts", cdkLines: 119 },
];

/** The non-blank lines of a text. */
export function nonBlankLines(text: string): number {
  return text.split("\n").filter((line) => line.trim() !== "").length;
}

/** The lines of a job, and of its CDK program: measured if the folder holds it, the stated figure otherwise. */
export function linesOf(root: string, { example, cdkFile, cdkLines }: Job, cdkFolder: string | undefined) {
  const file = join(cdkFolder ?? "", cdkFile);
  const isMeasured = cdkFolder !== undefined && existsSync(file);
  return {
    ours: nonBlankLines(readFileSync(join(root, "examples", example, "index.ts"), "utf8")),
    cdk: isMeasured ? nonBlankLines(readFileSync(file, "utf8")) : cdkLines,
    isMeasured,
  };
}

/** The table of all jobs. */
export function jobTable(root: string, cdkFolder: string | undefined): string {
  const rows = jobs.map((job) => {
    const { ours, cdk, isMeasured } = linesOf(root, job, cdkFolder);
    return `| ${job.label} | ${ours} | ${cdk}${isMeasured ? "" : ", stated"} |\n`;
  });
  return ["| job, non-blank lines | this package | AWS CDK |\n", "| --- | --- | --- |\n", ...rows].join("");
}
