// Required by the stand-ins in JavaScript. The folder of the machine holds calls, the state of the services and downloads.
const { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const { execFileSync } = require("node:child_process");
const { basename, dirname, join, resolve } = require("node:path");

const machine = dirname(process.env.TMPDIR);
const tool = basename(process.argv[1]);

function refuse(message, status = 64) {
  process.stderr.write(`${tool}: ${message}\n`);
  process.exit(status);
}

/** The role that the SDKs act with: that of the profile, or of the build. */
function identity() {
  const { AWS_PROFILE: profile, AWS_CONFIG_FILE: file } = process.env;
  if (!profile) {
    return "build";
  }
  const lines = readFileSync(file, "utf8").split("\n");
  if (!lines.includes(`[profile ${profile}]`) || !lines.includes("credential_source = EcsContainer")) {
    refuse(`failed to get shared config profile, ${profile}`);
  }
  return lines.find((line) => line.startsWith("role_arn = ")).slice("role_arn = ".length);
}

/** Records the call; fails if the test asked for it. */
function called(argv = process.argv.slice(2)) {
  const call = [tool, ...argv].join(" ");
  appendFileSync(join(machine, "calls"), `${call}\n`);
  appendFileSync(
    join(machine, "identities"),
    `${tool} ${argv.find((word) => !word.startsWith("-"))} by ${identity()} in ${process.env.AWS_REGION || "no region"}\n`,
  );
  const failing = process.env.FAILING;
  if (failing && `${call} `.startsWith(`${failing} `)) {
    refuse("failed, as the test asked", 1);
  }
}

/** Reads options: those that end with = take a value. Refuses an option that the real tool lacks. */
function accept(known, argv) {
  const options = known.split(" ");
  const [option, words] = [{}, []];
  for (let at = 0; at < argv.length; at++) {
    const [name] = argv[at].split("=");
    if (!argv[at].startsWith("-") || argv[at] === "-") {
      words.push(argv[at]);
    } else if (options.includes(`${name}=`)) {
      const value = argv[at].includes("=") ? argv[at].slice(name.length + 1) : argv[++at];
      if (value === undefined) refuse(`option ${name} needs a value`);
      option[name] = [...(option[name] ?? []), value];
    } else if (options.includes(argv[at])) {
      option[name] = ["yes"];
    } else {
      refuse(`unknown option ${argv[at]}`);
    }
  }
  return {
    words,
    has: (name) => name in option,
    get: (name) => option[name]?.at(-1),
    all: (name) => option[name] ?? [],
  };
}

const state = {
  path: (name) => join(machine, "state", name),
  read: (name) => (existsSync(state.path(name)) ? readFileSync(state.path(name), "utf8") : ""),
  lines: (name) =>
    state
      .read(name)
      .split("\n")
      .filter((line) => line !== ""),
  write: (name, text) => {
    mkdirSync(dirname(state.path(name)), { recursive: true });
    writeFileSync(state.path(name), text);
  },
  remove: (name) => rmSync(state.path(name), { force: true }),
};

/** Sends a text to an address, as a tool that logs in somewhere does. */
function send(url, text) {
  const program = "fetch(process.argv[1], { method: 'POST', body: process.argv[2] }).catch(() => {})";
  execFileSync(process.execPath, ["-e", program, url, text]);
}

/** Runs a program that the tool trusts, such as a plugin, with the tool's own environment. */
function run(program, args = [], cwd = process.cwd()) {
  return execFileSync(program, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}

module.exports = { accept, called, machine, refuse, resolve, run, send, state };
