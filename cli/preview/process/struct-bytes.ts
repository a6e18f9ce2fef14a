import type { PropertyMap, PropertyValue } from "../base/property-value";

// The encoding of the messages Struct, Value and ListValue: https://protobuf.dev/programming-guides/encoding/

/** A field of a message: its number and the type of its encoding. */
const Tag = {
  entry: 0x0a,
  key: 0x0a,
  member: 0x12,
  null: 0x08,
  number: 0x11,
  text: 0x1a,
  boolean: 0x20,
  map: 0x2a,
  list: 0x32,
  element: 0x0a,
} as const;

const UNEXPECTED = "Unexpected struct type";

// Messages are written from their end, because the length of a message stands before it.
let buffer = Buffer.allocUnsafe(1 << 16);
let start = buffer.length;

/** Encodes properties as the content of a Struct, with sorted keys. */
export function encodeStruct(map: PropertyMap): Uint8Array {
  start = buffer.length;
  writeMap(map);
  return Uint8Array.prototype.slice.call(buffer, start);
}

/** Puts the tag and the length of an entry before the entry. */
export function frameEntry(entry: Uint8Array): Uint8Array {
  start = buffer.length;
  makeRoom(entry.length);
  start -= entry.length;
  buffer.set(entry, start);
  writeLength(entry.length, Tag.entry);
  return Uint8Array.prototype.slice.call(buffer, start);
}

function writeMap(map: PropertyMap): void {
  const keys = Object.keys(map).sort();
  for (let index = keys.length - 1; index >= 0; index -= 1) {
    const key = keys[index] ?? "";
    const end = buffer.length - start;
    writeValue(map[key]);
    writeLength(buffer.length - start - end, Tag.member);
    writeText(key, Tag.key);
    writeLength(buffer.length - start - end, Tag.entry);
  }
}

function writeValue(value: PropertyValue | undefined): void {
  switch (typeof value) {
    case "string":
      writeText(value, Tag.text);
      return;
    case "number":
      makeRoom(8);
      start -= 8;
      buffer.writeDoubleLE(value, start);
      writeByte(Tag.number);
      return;
    case "boolean":
      writeByte(value ? 1 : 0);
      writeByte(Tag.boolean);
      return;
    case "object": {
      const end = buffer.length - start;
      if (value === null) {
        writeByte(0);
        writeByte(Tag.null);
      } else if (Array.isArray(value)) {
        writeList(value);
        writeLength(buffer.length - start - end, Tag.list);
      } else {
        writeMap(value);
        writeLength(buffer.length - start - end, Tag.map);
      }
      return;
    }
    default:
      throw new Error(`${UNEXPECTED}.`);
  }
}

function writeList(list: readonly PropertyValue[]): void {
  for (let index = list.length - 1; index >= 0; index -= 1) {
    const end = buffer.length - start;
    writeValue(list[index]);
    writeLength(buffer.length - start - end, Tag.element);
  }
}

function writeText(text: string, tag: number): void {
  const length = Buffer.byteLength(text);
  makeRoom(length);
  start -= length;
  buffer.write(text, start);
  writeLength(length, tag);
}

function writeLength(length: number, tag: number): void {
  const size = length < 1 << 7 ? 1 : length < 1 << 14 ? 2 : length < 1 << 21 ? 3 : length < 1 << 28 ? 4 : 5;
  makeRoom(size);
  start -= size;
  let rest = length;
  for (let index = 0; index < size - 1; index += 1) {
    buffer[start + index] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  buffer[start + size - 1] = rest;
  writeByte(tag);
}

function writeByte(byte: number): void {
  makeRoom(1);
  start -= 1;
  buffer[start] = byte;
}

function makeRoom(bytes: number): void {
  if (start >= bytes) {
    return;
  }
  const written = buffer.length - start;
  const larger = Buffer.allocUnsafe(2 * (buffer.length + bytes));
  buffer.copy(larger, larger.length - written, start);
  start = larger.length - written;
  buffer = larger;
}

/** Decodes the content of a Struct, in one or more parts, into properties with sorted keys. */
export function decodeStruct(parts: readonly Uint8Array[]): PropertyMap {
  const entries: [string, PropertyValue][] = [];
  for (const part of parts) {
    const bytes = Buffer.from(part.buffer, part.byteOffset, part.length);
    readEntries({ bytes, at: 0 }, bytes.length, entries);
  }
  return mapOf(entries);
}

/** Place in a message. */
interface Cursor {
  readonly bytes: Buffer;
  at: number;
}

function mapOf(entries: [string, PropertyValue][]): PropertyMap {
  const isSorted = entries.every(([key], index) => index === 0 || (entries[index - 1]?.[0] ?? "") < key);
  const map: PropertyMap = {};
  // A later entry replaces an earlier one of the same key.
  for (const [key, value] of isSorted ? entries : entries.sort(byKey)) {
    map[key] = value;
  }
  return map;
}

function byKey([one]: readonly [string, PropertyValue], [other]: readonly [string, PropertyValue]): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function readEntries(cursor: Cursor, end: number, entries: [string, PropertyValue][]): void {
  while (cursor.at < end) {
    const tag = readVarint(cursor);
    if (tag !== Tag.entry) {
      skip(cursor, tag);
      continue;
    }
    const entryEnd = readVarint(cursor) + cursor.at;
    let key = "";
    let value: PropertyValue | undefined;
    while (cursor.at < entryEnd) {
      const field = readVarint(cursor);
      if (field === Tag.key) {
        key = readText(cursor);
      } else if (field === Tag.member) {
        value = readValue(cursor, readVarint(cursor) + cursor.at);
      } else {
        skip(cursor, field);
      }
    }
    if (value === undefined) {
      throw new Error(UNEXPECTED);
    }
    entries.push([key, value]);
  }
}

function readValue(cursor: Cursor, end: number): PropertyValue {
  let value: PropertyValue | undefined;
  while (cursor.at < end) {
    const tag = readVarint(cursor);
    switch (tag) {
      case Tag.text:
        value = readText(cursor);
        break;
      case Tag.number:
        value = cursor.bytes.readDoubleLE(cursor.at);
        cursor.at += 8;
        break;
      case Tag.boolean:
        value = readVarint(cursor) !== 0;
        break;
      case Tag.null:
        readVarint(cursor);
        value = null;
        break;
      case Tag.map: {
        const entries: [string, PropertyValue][] = [];
        readEntries(cursor, readVarint(cursor) + cursor.at, entries);
        value = mapOf(entries);
        break;
      }
      case Tag.list:
        value = readList(cursor, readVarint(cursor) + cursor.at);
        break;
      default:
        skip(cursor, tag);
    }
  }
  if (value === undefined) {
    throw new Error(UNEXPECTED);
  }
  return value;
}

function readList(cursor: Cursor, end: number): PropertyValue[] {
  const list: PropertyValue[] = [];
  while (cursor.at < end) {
    const tag = readVarint(cursor);
    if (tag === Tag.element) {
      list.push(readValue(cursor, readVarint(cursor) + cursor.at));
    } else {
      skip(cursor, tag);
    }
  }
  return list;
}

function readText(cursor: Cursor): string {
  const end = readVarint(cursor) + cursor.at;
  const text = cursor.bytes.toString("utf8", cursor.at, end);
  cursor.at = end;
  return text;
}

function readVarint(cursor: Cursor): number {
  let value = 0;
  for (let factor = 1; ; factor *= 128) {
    const byte = cursor.bytes[cursor.at] ?? 0;
    cursor.at += 1;
    value += (byte & 0x7f) * factor;
    if (byte < 128) {
      return value;
    }
  }
}

/** Skips a field that these messages do not have. */
function skip(cursor: Cursor, tag: number): void {
  switch (tag & 7) {
    case 0:
      readVarint(cursor);
      return;
    case 1:
      cursor.at += 8;
      return;
    case 2: {
      const length = readVarint(cursor);
      cursor.at += length;
      return;
    }
    case 5:
      cursor.at += 4;
      return;
    default:
      throw new Error(`unknown encoding of field ${tag >> 3}`);
  }
}
