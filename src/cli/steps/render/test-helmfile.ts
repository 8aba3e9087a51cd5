import { writeFiles } from "../../../host/test-files.ts";
import { readSettings } from "../../read-settings.ts";
import { deliver, type Delivered, type Delivery } from "../publish/deliver.ts";
import { type TestRepository, testRepository } from "../publish/test-repository.ts";

/** A source repository that Helmfile renders, for tests: real Git, real helm. */
export interface HelmfileRepository extends Omit<TestRepository, "publish"> {
  readonly write: (path: string, text: string) => void;
  /** Write files by path and commit them. Gives the commit's id. */
  readonly change: (texts: Readonly<Record<string, string>>) => string;
  /** Publish as the command does, all environments that the settings declare unless said otherwise. */
  readonly publish: (options?: Partial<Delivery>) => Promise<Delivered>;
}

/** Begin a repository with these files in its first commit. */
export function helmfileRepository(files: Readonly<Record<string, string>>): HelmfileRepository {
  const repository = testRepository();
  const { root, context } = repository;
  const write: HelmfileRepository["write"] = (path, text) => writeFiles(root, { [path]: text });
  const change: HelmfileRepository["change"] = (texts) => {
    writeFiles(root, texts);
    return repository.commit(`feat: ${Object.keys(texts).join()}`);
  };
  change(files);
  const publish: HelmfileRepository["publish"] = async (options = {}) => {
    const settings = await readSettings(root);
    const environments = Object.keys(settings.environments);
    return deliver(context, settings, { environments, ...options });
  };
  return { ...repository, write, change, publish };
}
