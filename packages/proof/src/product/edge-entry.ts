import { configSchema, type RunSiteOptions, runSite } from '@outis/edge';

/** What the proof tells the product that it starts. */
export interface EdgeOrder {
  /** As in `outis.yaml`. */
  readonly config: object;
  readonly trial: NonNullable<RunSiteOptions['trial']>;
}

// The same edge that `outis serve` runs, in a process of its own. The trial comes over the channel from the proof, which
// called a function: there is no flag, file or variable of the environment for it.
process.title = 'outis';
const order = await new Promise<EdgeOrder>((resolve) =>
  process.once('message', (message) => resolve(message as EdgeOrder)),
);
process.disconnect?.();
await runSite({
  config: configSchema.parse(order.config),
  login: 'users',
  anyPort: false,
  trial: order.trial,
});
