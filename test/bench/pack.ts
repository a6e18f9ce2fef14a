import { program } from "../policy/rules/mutation/program";
import { PackProcess, type SentResource } from "../policy/support/pack-process";
import { peakMegabytes } from "./measure";

/** Time and memory of one step of the pack. */
export interface PackRun {
  readonly seconds: number;
  /** Peak memory of its process so far, in megabytes. Unknown without /proc. */
  readonly megabytes: number | undefined;
}

/** Starts the pack and lets it judge that many resources, each by itself and all together. */
export async function measurePack(
  count: number,
): Promise<{ readonly start: PackRun; readonly ready: PackRun; readonly judge: PackRun }> {
  const resources = resourcesLikeProgram(count);
  const began = process.hrtime.bigint();
  const pack = await PackProcess.start();
  const started = process.hrtime.bigint();
  const memory = () => peakMegabytes(pack.process.pid ?? 0);
  const since = (moment: bigint): PackRun => ({
    seconds: Number(process.hrtime.bigint() - moment) / 1e9,
    megabytes: memory(),
  });
  const start = { seconds: Number(started - began) / 1e9, megabytes: memory() };
  try {
    await pack.getAnalyzerInfo();
    const ready = since(began);
    const asked = process.hrtime.bigint();
    await Promise.all(resources.map((resource) => pack.analyze(resource)));
    await pack.analyzeStack(resources);
    return { start, ready, judge: since(asked) };
  } finally {
    pack.stop();
  }
}

/** Copies of the program that passes every rule, each with its own names. */
function resourcesLikeProgram(count: number): SentResource[] {
  return Array.from({ length: count }, (_, index) => {
    const { name, type, props } = program[index % program.length] ?? failWithoutProgram();
    const copy = Math.floor(index / program.length);
    return {
      type,
      name: `${name}-${copy}`,
      props: JSON.parse(JSON.stringify(props).replaceAll("shop", `shop${copy}`)),
    };
  });
}

function failWithoutProgram(): never {
  throw new Error("the program that passes every rule is empty");
}
