import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Folder that the processes of one test run share. Absent when a tool runs without these hooks. */
export const sharedFolder = (): string | undefined => process.env.SHARED_TEST_FOLDER;

/** Runs once, before the processes that run the test files start. */
export function mochaGlobalSetup(): void {
  process.env.SHARED_TEST_FOLDER = mkdtempSync(join(tmpdir(), "shared-tests-"));
}

/** Runs once, after the last test. */
export function mochaGlobalTeardown(): void {
  const folder = sharedFolder();
  if (folder !== undefined) {
    rmSync(folder, { recursive: true, force: true });
  }
}

// mocha gives its processes one second to end. A handler lets one that takes longer write its coverage first.
process.once("SIGTERM", () => process.exit(143));

export const mochaHooks = {
  /** Child processes run compiled code that no coverage report counts. Recording it would also disable their caches. */
  beforeAll(): void {
    delete process.env.NODE_V8_COVERAGE;
  },
};
