import { deferred } from "../base/deferred";
import type { Resource } from "../engine/resource";
import { ShuttingDown } from "../engine/rpc";
import { STACK_TYPE } from "../engine/urn";
import type { PolicyPack } from "./policy-pack";
import type { PackVerdict } from "./verdict";

/** All policy packs of a preview together. */
export class Judges {
  private readonly packs = deferred<readonly PolicyPack[]>();
  private readonly failure = deferred<never>();
  private readonly pending: Promise<unknown>[] = [];

  /** Rejects when a pack does not load, or fails to judge; never settles otherwise. */
  get failed(): Promise<never> {
    return this.failure.promise;
  }

  /** Names the packs; resources that register before these are ready wait for them. */
  use(packs: Promise<readonly PolicyPack[]>): void {
    packs.then(this.packs.resolve, this.failure.reject);
  }

  /** Judges one resource. Settles when its inputs are final, which is before the judgement. */
  async inspect(resource: Resource, provider: Resource | undefined): Promise<void> {
    // The engine sends a resource that is only read to no pack.
    if (resource.operation === "read") {
      return;
    }
    // A stack has no inputs to change, and its program does nothing before it is registered: packs may start meanwhile.
    if (resource.type === STACK_TYPE) {
      this.pending.push(this.attempt(this.ready().then((packs) => this.analyze(packs, resource, provider))));
      return;
    }
    const packs = await this.ready();
    for (const pack of packs.filter(({ remediates }) => remediates)) {
      resource.inputs = await this.attempt(pack.remediate(resource, provider));
    }
    this.pending.push(this.analyze(packs, resource, provider));
  }

  /** Judges the stack as a whole, once every resource is judged. Returns all verdicts. */
  async conclude(
    resources: readonly Resource[],
    providerOf: (resource: Resource) => Resource | undefined,
  ): Promise<PackVerdict[]> {
    const packs = await this.judged();
    const judged = resources.filter(({ operation }) => operation !== "read");
    await Promise.all(packs.map((pack) => this.attempt(pack.analyzeStack(judged, providerOf))));
    return packs.map(({ verdict }) => verdict);
  }

  /** Verdicts of the packs so far. */
  async verdicts(): Promise<PackVerdict[]> {
    const packs = await this.judged();
    return packs.map(({ verdict }) => verdict);
  }

  /** Lets go of all packs that were ready. */
  close(): void {
    this.packs.promise.then((packs) => {
      for (const pack of packs) {
        pack.close();
      }
    });
  }

  /** Waits for the judgement of all resources that have registered. */
  private async judged(): Promise<readonly PolicyPack[]> {
    const packs = await this.ready();
    await Promise.all(packs.map((pack) => this.attempt(pack.begin())));
    await Promise.all(this.pending);
    return packs;
  }

  private analyze(packs: readonly PolicyPack[], resource: Resource, provider: Resource | undefined): Promise<unknown> {
    return this.attempt(Promise.all(packs.map((pack) => pack.analyze(resource, provider))));
  }

  private ready(): Promise<readonly PolicyPack[]> {
    return Promise.race([this.packs.promise, this.failure.promise]);
  }

  // The failure alone ends the preview. Callers that wait for the answer only learn that it will not come.
  private attempt<T>(work: Promise<T>): Promise<T> {
    const outcome = work.catch((error: unknown) => {
      this.failure.reject(error);
      throw new ShuttingDown("a policy pack failed");
    });
    outcome.catch(() => undefined);
    return outcome;
  }
}
