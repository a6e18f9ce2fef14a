import type { PreviewResult } from "../result";

export function textReport(result: PreviewResult): string {
  return JSON.stringify(result, null, 4);
}
