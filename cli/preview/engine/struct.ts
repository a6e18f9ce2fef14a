import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { PropertyMap } from "../base/property-value";

/** Reads properties off the wire; nothing sent is no properties. */
export function fromStruct(struct: Struct | undefined): PropertyMap {
  return struct === undefined ? {} : (struct.toJavaScript() as PropertyMap);
}

/** Puts properties on the wire. */
export function toStruct(map: PropertyMap): Struct {
  return Struct.fromJavaScript(map as { [key: string]: JavaScriptValue });
}
