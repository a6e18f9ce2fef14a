import { deferred } from "../base/deferred";

/** The time in which shared packs judge one stack. */
export interface Turn {
  /** Asks for the turn, once. Settles when it has come and the packs know the stack. */
  begin(): Promise<void>;
  /** Settles when the turn has begun. */
  readonly begun: Promise<void>;
  /** Gives the turn up, also before it has begun. */
  end(): void;
}

/** The turns of many stacks at packs that judge one stack at a time. One turn is for all packs, so that none waits for another. */
export class Turns {
  private last: Promise<void> = Promise.resolve();

  /** @param start - tells the packs the stack when its turn comes */
  next(start: () => Promise<void>): Turn {
    const begun = deferred<void>();
    const ended = deferred<void>();
    let isAsked = false;
    return {
      begun: begun.promise,
      begin: () => {
        if (!isAsked) {
          isAsked = true;
          const before = this.last;
          this.last = before.then(() => ended.promise);
          before.then(start).then(begun.resolve, begun.reject);
        }
        return begun.promise;
      },
      end: () => ended.resolve(),
    };
  }
}
