import { createHash, type Hash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { isMap, type PropertyMap, Signature, signatureOf } from "../base/property-value";

const BLOCK = 512;
const LONGEST_NAME = 100;
const LONGEST_PREFIX = 155;
const ARCHIVE_FILE = /\.(?:tar|tgz|tar\.gz|zip|jar)$/;
// Directory of the Pulumi CLI, which the engine leaves out of archives.
const BOOKKEEPING = ".pulumi";

/**
 * The SHA-256 of an archive as the engine computes it: of the file for an archive file, otherwise of a tar stream of the
 * members. Undefined for a remote archive, and for one whose members cannot be listed offline.
 *
 * @param directory - start of relative paths
 * @throws {Error} when a file or directory of the archive is unreadable
 */
export function archiveHash(archive: PropertyMap, directory: string): string | undefined {
  const hash = createHash("sha256");
  if (typeof archive.path === "string" && ARCHIVE_FILE.test(archive.path)) {
    return hash.update(readMember(resolve(directory, archive.path), archive.path)).digest("hex");
  }
  const written = new Set<string>();
  for (const member of membersOf(archive, "", directory)) {
    if (member === undefined || (!written.has(member.name) && !writeMember(hash, member))) {
      return undefined;
    }
    written.add(member.name);
  }
  return hash.update(Buffer.alloc(2 * BLOCK)).digest("hex");
}

interface Member {
  readonly name: string;
  readonly content: Buffer;
}

function* membersOf(archive: PropertyMap, root: string, directory: string): Generator<Member | undefined> {
  if (isMap(archive.assets)) {
    const { assets } = archive;
    for (const key of Object.keys(assets).sort()) {
      const inner = assets[key];
      const name = join(root, key);
      if (isMap(inner) && signatureOf(inner) === Signature.archive) {
        yield* membersOf(inner, name, directory);
      } else {
        yield isMap(inner) ? assetMember(inner, name, directory) : undefined;
      }
    }
  } else if (typeof archive.path === "string" && !ARCHIVE_FILE.test(archive.path)) {
    yield* filesBelow(resolve(directory, archive.path), archive.path, root);
  } else {
    yield undefined;
  }
}

function assetMember(asset: PropertyMap, name: string, directory: string): Member | undefined {
  if (typeof asset.text === "string") {
    return { name, content: Buffer.from(asset.text) };
  }
  return typeof asset.path === "string"
    ? { name, content: readMember(resolve(directory, asset.path), asset.path) }
    : undefined;
}

function* filesBelow(path: string, shown: string, root: string): Generator<Member> {
  for (const entry of listDirectory(path, shown)) {
    const file = join(path, entry);
    const name = join(root, entry);
    if (entry !== BOOKKEEPING) {
      const isDirectory = statSync(file).isDirectory();
      const isLink =
        isDirectory && readdirSync(path, { withFileTypes: true }).some((e) => e.name === entry && e.isSymbolicLink());
      if (isDirectory && !isLink) {
        yield* filesBelow(file, file, name);
      } else if (!isDirectory) {
        yield { name, content: readMember(file, file) };
      }
    }
  }
}

function listDirectory(path: string, shown: string): string[] {
  try {
    return readdirSync(path).sort();
  } catch (error) {
    throw new Error(`archive ${shown}: cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readMember(path: string, shown: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Error(`archive ${shown}: cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Adds a member to the tar stream. Returns false for a name that the simple tar format cannot hold. */
function writeMember(hash: Hash, { name, content }: Member): boolean {
  const header = tarHeader(name, content.length);
  if (header === undefined) {
    return false;
  }
  hash
    .update(header)
    .update(content)
    .update(Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK));
  return true;
}

/** A USTAR header of a regular file with mode 0600, as Go's tar writer writes it. */
function tarHeader(path: string, size: number): Buffer | undefined {
  const split = splitName(path);
  if (split === undefined) {
    return undefined;
  }
  const header = Buffer.alloc(BLOCK);
  header.write(split.name, 0);
  const octal = (value: number, offset: number, length: number) =>
    header.write(value.toString(8).padStart(length - 1, "0"), offset);
  octal(0o600, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(0, 136, 12);
  header.write("        0", 148);
  header.write("ustar\0" + "00", 257);
  octal(0, 329, 8);
  octal(0, 337, 8);
  header.write(split.prefix, 345);
  octal(
    header.reduce((sum, byte) => sum + byte, 0),
    148,
    7,
  );
  header.write("\0 ", 154);
  return header;
}

function splitName(path: string): { name: string; prefix: string } | undefined {
  // Any other name needs extended headers.
  if (!/^[\x20-\x7e]+$/.test(path)) {
    return undefined;
  }
  if (path.length <= LONGEST_NAME) {
    return { name: path, prefix: "" };
  }
  const slash = path.lastIndexOf("/", LONGEST_PREFIX);
  const name = path.slice(slash + 1);
  return slash <= 0 || name.length > LONGEST_NAME || name === "" ? undefined : { name, prefix: path.slice(0, slash) };
}
