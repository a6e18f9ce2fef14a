import type { Debugger, Session } from "node:inspector";
import { afterLoading } from "./sdk-module";

// Loaded ahead of a program or pack: connects V8's debugger when the SDK serializes the first function, not at the start.
// Every script runs slower under the debugger. `npm run bench`: 10 % less processor time for the dev stack.

const DEBUGGER_OF_SDK = /[\\/]@pulumi[\\/]pulumi[\\/]runtime[\\/]closure[\\/]v8Hooks\.js$/;

afterLoading(DEBUGGER_OF_SDK, (exported) => {
  const urls = new Map<string, string>();
  let session: Promise<Session> | undefined;
  exported.isInitializedAsync = () => Promise.resolve();
  exported.getSessionAsync = () => {
    session ??= connect(urls);
    return session;
  };
  exported.getScriptUrl = (id: string) => urls.get(id);
});

/** Connects the debugger, which names all scripts: those that are loaded at once, and later ones when they load. */
function connect(urls: Map<string, string>): Promise<Session> {
  const inspector: typeof import("node:inspector") = require("node:inspector");
  const session = new inspector.Session();
  session.connect();
  session.on("Debugger.scriptParsed", ({ params }: { params: Debugger.ScriptParsedEventDataType }) => {
    urls.set(params.scriptId, params.url);
  });
  return new Promise((resolve, reject) => {
    session.post("Debugger.enable", (error) => (error === null ? resolve(session) : reject(error)));
  });
}
