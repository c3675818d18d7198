import { rentalCost } from '../inference/money';
import { carbonKg, energyKwh, observedHoursBetweenFailures } from '../plan/cost';
import { type Accelerator, findAccelerator } from '../plan/hardware';
import { acceleratorHours } from '../plan/utilisation';
import { tokensOfText } from '../plan/words';
import { type Computations, type Inputs, known } from './inputs';

const KWH_PER_MWH = 1000;
const KG_PER_TONNE = 1000;
const GIGA = 1e9;

const energy = (i: Inputs, hours: number) => energyKwh(hours, i.number('watts'), i.optional('pue') ?? 1);
const hoursOfDays = (i: Inputs) => acceleratorHours(i.number('accelerators'), i.number('days'));
const accelerator = (i: Inputs): Accelerator => known(findAccelerator, i.text('accelerator'));
const price = (i: Inputs) =>
  known((when) => accelerator(i).prices.find((each) => each.when === when && each.source.includes(i.text('source'))), i.text('when'));

/** Money, energy and failures of training, and what accelerators are. */
export const costComputations: Computations = {
  rentalCostOfDays: (i) => rentalCost(hoursOfDays(i), i.number('pricePerHour')),
  rentalCostOfYears: (i) => rentalCost(acceleratorHours(1, i.number('years') * 365.25), i.number('pricePerHour')),
  impliedPrice: (i) => i.number('cost') / i.number('acceleratorHours'),
  energyMwh: (i) => energy(i, i.number('acceleratorHours')) / KWH_PER_MWH,
  energyMwhOfDays: (i) => energy(i, hoursOfDays(i)) / KWH_PER_MWH,
  carbonTonnes: (i) => carbonKg(energy(i, i.number('acceleratorHours')), i.number('kgPerKwh')) / KG_PER_TONNE,
  impliedGrid: (i) => (i.number('tonnes') * KG_PER_TONNE) / energy(i, i.number('acceleratorHours')),
  hoursBetweenFailures: (i) => observedHoursBetweenFailures(i.number('days'), i.number('failures')),
  tokensPerWord: () => tokensOfText(1, 'english'),
  tokensPerJapaneseCharacter: () => tokensOfText(1, 'japanese'),
  'accelerator.memoryGB': (i) => accelerator(i).memory / GIGA,
  'accelerator.price': (i) => (price(i).low + price(i).high) / 2,
  'accelerator.matrixShare': (i) => accelerator(i).matrixShare,
};
