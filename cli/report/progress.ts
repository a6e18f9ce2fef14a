const CLEAR_LINE = "\r\u001b[K";

/** A terminal's stream, or another. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** One line that tells how far a preview is, while it works; nothing where nobody watches. */
export class Progress {
  constructor(
    private readonly stream: ProgressStream,
    private readonly title: string,
    private readonly unit = "resource",
  ) {
    this.show(0);
  }

  /** Tells how many there are by now. */
  show(count: number): void {
    if (this.stream.isTTY === true) {
      this.stream.write(
        `${CLEAR_LINE}${this.title} ${count === 0 ? "starting" : `${count} ${this.unit}${count === 1 ? "" : "s"}`} …`,
      );
    }
  }

  /** Takes the line away. */
  end(): void {
    if (this.stream.isTTY === true) {
      this.stream.write(CLEAR_LINE);
    }
  }
}
