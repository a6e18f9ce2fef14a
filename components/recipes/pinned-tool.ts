import { shellQuote, strictCommand } from "./shell";

/** One version of a command line tool, as its publisher offers it for download. */
export interface PinnedTool {
  /** The https address of the archive. */
  readonly url: string;
  /** The SHA-256 of the archive. */
  readonly sha256: string;
  /** The form of the archive: the tool at the top of a zip, or inside the only folder of a tar.gz. */
  readonly archive: "zip" | "tar.gz";
}

const unpack = {
  zip: 'unzip -q "$TOOLS_DIR/archive" -d "$TOOLS_DIR/bin"',
  "tar.gz": 'tar -xzf "$TOOLS_DIR/archive" --strip-components=1 -C "$TOOLS_DIR/bin"',
} as const;

/**
 * Creates `TOOLS_DIR`, a new folder outside the source, and puts its `bin` on `PATH`. {@link removeTools} deletes it.
 *
 * It is a command of its own: a command that fails exports nothing, and the clean-up needs the variable.
 */
export const createToolsFolder = strictCommand(
  'TOOLS_DIR="$(mktemp -d)"',
  'mkdir "$TOOLS_DIR/bin"',
  'export TOOLS_DIR PATH="$TOOLS_DIR/bin:$PATH"',
);

/** A command that puts a tool into `TOOLS_DIR`. It unpacks nothing unless the download has the SHA-256. */
export function installPinnedTool({ url, sha256, archive }: PinnedTool): string {
  return strictCommand(
    `curl --fail --silent --show-error --location --proto '=https' --retry 3 --output "$TOOLS_DIR/archive" ${shellQuote(url)}`,
    `echo "${sha256}  $TOOLS_DIR/archive" | sha256sum --check --strict`,
    unpack[archive],
  );
}

/** Deletes the tools and the files beside them, if there are any. */
export const removeTools = `if [ -n "\${TOOLS_DIR:-}" ]; then rm -rf "$TOOLS_DIR"; fi`;
