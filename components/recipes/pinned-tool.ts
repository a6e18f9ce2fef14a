import { shellQuote, strictly } from "./shell";

/** A command line tool of exactly one version, as its publisher offers it for download. */
export interface PinnedTool {
  /** The https address of the archive. */
  readonly url: string;
  /** The SHA-256 that the archive must have. */
  readonly sha256: string;
  /** How the archive is packed: the tool at the top of a zip, or inside the one folder of a tar.gz. */
  readonly archive: "zip" | "tar.gz";
}

const unpack = {
  zip: 'unzip -q "$TOOLS_DIR/archive" -d "$TOOLS_DIR/bin"',
  "tar.gz": 'tar -xzf "$TOOLS_DIR/archive" --strip-components=1 -C "$TOOLS_DIR/bin"',
} as const;

/**
 * Commands that put a tool on `PATH`: nothing is unpacked, let alone run, unless the download has the SHA-256.
 *
 * They export `TOOLS_DIR`, a new folder that {@link removeTools} deletes.
 */
export function installPinnedTool({ url, sha256, archive }: PinnedTool): string[] {
  return [
    // On its own, since a command that fails hands no variables on, and the clean-up needs this one.
    strictly('TOOLS_DIR="$(mktemp -d)"', 'mkdir "$TOOLS_DIR/bin"', 'export TOOLS_DIR PATH="$TOOLS_DIR/bin:$PATH"'),
    strictly(
      `curl --fail --silent --show-error --location --proto '=https' --retry 3 --output "$TOOLS_DIR/archive" ${shellQuote(url)}`,
      `echo "${sha256}  $TOOLS_DIR/archive" | sha256sum --check --strict`,
      unpack[archive],
    ),
  ];
}

/** Deletes the tools and whatever was kept beside them, also when there are none. */
export const removeTools = 'rm -rf "$TOOLS_DIR"';
