export { backgroundLearner } from './algorithm/background-learner.ts';
export type { Learner, LearnerFactory } from './algorithm/learner.ts';
export {
  type AlgorithmOptions,
  type AlgorithmProgress,
  runAlgorithm,
} from './algorithm/run-algorithm.ts';
export { type PlaceResult, runScenario, type ScenarioResult } from './algorithm/run-scenario.ts';
export { type AlgorithmReport, alphaMax, type KindRow, type WorstSeed } from './algorithm/summary.ts';
export { type Planes, planesOf } from './measure/colour.ts';
export {
  type Plane,
  searchCorrelation,
  searchScales,
  type Template,
  templatesOf,
} from './measure/correlation.ts';
export { LeakMeter, type Sought, type Worst } from './measure/leak-meter.ts';
export { falseAlarmShare, fitNull, type NullDistribution } from './measure/null-distribution.ts';
export { OpacityMeter } from './measure/opacity-meter.ts';
export { PublishedPicture } from './measure/published-picture.ts';
export { Random } from './random.ts';
export { ScenarioFilm } from './scenario/film.ts';
export { planScenario, planScenarioOfKind } from './scenario/plan.ts';
export { type Scenario, type ScenarioKind, scenarioKinds } from './scenario/scenario.ts';
