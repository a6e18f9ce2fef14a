import { release } from "./release/release";
import { ReleaseError } from "./release/run";

// `npm run release` publishes all packages from a clean, tested commit.
try {
  release(process.cwd());
} catch (error) {
  if (!(error instanceof ReleaseError)) {
    throw error;
  }
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
