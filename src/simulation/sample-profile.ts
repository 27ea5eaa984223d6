/** What the invented centre of the sample is like: three queues and the events of 18 months. */

export const SAMPLE_ZONE = 'Europe/Ljubljana';
export const SAMPLE_FIRST_DATE = '2025-01-01';
/** The first date without history: a Monday. */
export const SAMPLE_END_DATE = '2026-07-06';
export const SAMPLE_STEP_SECONDS = 900;
export const SAMPLE_THRESHOLD_SECONDS = 20;

export interface SampleQueue {
  readonly name: string;
  /** Contacts per quarter-hour at the top of an ordinary weekday in January 2025. */
  readonly peakVolume: number;
  readonly yearlyGrowth: number;
  /** Share of the peak at each full hour of a working day, and of a weekend or holiday. */
  readonly workday: readonly number[];
  readonly weekend: readonly number[];
  /** Factor per weekday, Monday first. */
  readonly weekdays: readonly number[];
  /** Factor at the middle of each month, January first. */
  readonly months: readonly number[];
  readonly holidayFactor: number;
  /** Factors of the first days of a month: bills, renewals. */
  readonly monthStart: readonly number[];
  readonly talkSeconds: number;
  readonly acwSeconds: number;
  /** Share of contacts put on hold, and mean length of a hold. */
  readonly holdShare: number;
  readonly holdSeconds: number;
  readonly patienceSeconds: number;
  readonly minimumAgents: number;
}

export const SAMPLE_QUEUES: readonly SampleQueue[] = [
  {
    name: 'support-en',
    peakVolume: 18.2,
    yearlyGrowth: 0.1,
    workday: [
      0.017, 0.013, 0.011, 0.011, 0.013, 0.02, 0.053, 0.184, 0.482, 0.808, 0.964, 1, 0.927, 0.879,
      0.891, 0.832, 0.67, 0.482, 0.327, 0.23, 0.166, 0.107, 0.053, 0.026,
    ],
    weekend: [
      0.028, 0.021, 0.018, 0.017, 0.018, 0.025, 0.035, 0.062, 0.112, 0.174, 0.216, 0.23, 0.216,
      0.202, 0.195, 0.189, 0.181, 0.174, 0.161, 0.139, 0.119, 0.091, 0.056, 0.035,
    ],
    weekdays: [1.12, 1.02, 0.98, 0.97, 0.95, 1, 0.92],
    months: [1.06, 1, 0.98, 0.97, 0.98, 1.02, 1.06, 1.05, 0.98, 0.97, 0.99, 1.03],
    holidayFactor: 0.8,
    monthStart: [1.24, 1.16, 1.09, 1.04],
    talkSeconds: 232,
    acwSeconds: 42,
    holdShare: 0.22,
    holdSeconds: 55,
    patienceSeconds: 150,
    minimumAgents: 1,
  },
  {
    name: 'support-sl',
    peakVolume: 12.8,
    yearlyGrowth: 0.04,
    workday: [
      0.008, 0.006, 0.006, 0.006, 0.007, 0.014, 0.06, 0.307, 0.785, 1, 0.976, 0.903, 0.82, 0.785,
      0.762, 0.647, 0.482, 0.347, 0.24, 0.175, 0.115, 0.06, 0.026, 0.014,
    ],
    weekend: [
      0.014, 0.011, 0.011, 0.011, 0.011, 0.017, 0.028, 0.062, 0.133, 0.195, 0.216, 0.202, 0.174,
      0.153, 0.146, 0.146, 0.139, 0.139, 0.125, 0.105, 0.084, 0.056, 0.035, 0.021,
    ],
    weekdays: [1.15, 1.04, 0.98, 0.96, 0.92, 1.02, 0.84],
    months: [1.08, 1.03, 1, 0.98, 0.96, 0.94, 0.86, 0.84, 1, 1.03, 1.04, 1.05],
    holidayFactor: 0.6,
    monthStart: [1.32, 1.24, 1.14, 1.06],
    talkSeconds: 248,
    acwSeconds: 48,
    holdShare: 0.18,
    holdSeconds: 60,
    patienceSeconds: 140,
    minimumAgents: 1,
  },
  {
    name: 'sales',
    peakVolume: 4.9,
    yearlyGrowth: 0.07,
    workday: [
      0.008, 0.006, 0.006, 0.006, 0.006, 0.011, 0.032, 0.099, 0.327, 0.762, 1, 0.964, 0.844, 0.82,
      0.856, 0.879, 0.808, 0.67, 0.493, 0.327, 0.175, 0.075, 0.032, 0.017,
    ],
    weekend: [
      0.014, 0.011, 0.011, 0.011, 0.011, 0.014, 0.025, 0.049, 0.119, 0.223, 0.293, 0.299, 0.279,
      0.251, 0.237, 0.237, 0.23, 0.216, 0.189, 0.146, 0.105, 0.062, 0.035, 0.021,
    ],
    weekdays: [1.05, 1, 0.99, 1, 1.02, 1.05, 0.8],
    months: [0.94, 0.93, 0.97, 0.98, 1, 0.97, 0.92, 0.9, 1.01, 1.03, 1.14, 1.2],
    holidayFactor: 0.45,
    monthStart: [1.05, 1.03],
    talkSeconds: 300,
    acwSeconds: 66,
    holdShare: 0.12,
    holdSeconds: 50,
    patienceSeconds: 110,
    minimumAgents: 1,
  },
];

/** Work-free public holidays of Slovenia that do not always fall on a Sunday. */
export const SLOVENIAN_HOLIDAYS: readonly string[] = [
  ...['01-01', '01-02', '02-08', '04-21', '04-27', '05-01', '05-02', '06-25', '08-15', '10-31'].map(
    (day) => `2025-${day}`,
  ),
  ...['11-01', '12-25', '12-26'].map((day) => `2025-${day}`),
  ...['01-01', '01-02', '02-08', '04-06', '04-27', '05-01', '05-02', '06-25'].map(
    (day) => `2026-${day}`,
  ),
];

/** Half-open stretch of local time in which something out of the ordinary happens. */
export interface SampleEvent {
  /** Queues concerned; empty for all. */
  readonly queues: readonly string[];
  readonly date: string;
  readonly days: number;
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly volumeFactor: number;
}

const HOUR = 3600;
const DAY = 24 * HOUR;

export const SAMPLE_EVENTS: readonly SampleEvent[] = [
  // The telephone line is cut for three hours, then people try again.
  {
    queues: [],
    date: '2025-09-16',
    days: 1,
    fromSeconds: 10.25 * HOUR,
    toSeconds: 13.5 * HOUR,
    volumeFactor: 0,
  },
  {
    queues: [],
    date: '2025-09-16',
    days: 1,
    fromSeconds: 13.5 * HOUR,
    toSeconds: 15.5 * HOUR,
    volumeFactor: 1.45,
  },
  // The one campaign: a fortnight of advertising, strong and then fading.
  {
    queues: ['sales'],
    date: '2026-05-11',
    days: 5,
    fromSeconds: 0,
    toSeconds: DAY,
    volumeFactor: 1.7,
  },
  {
    queues: ['sales'],
    date: '2026-05-16',
    days: 7,
    fromSeconds: 0,
    toSeconds: DAY,
    volumeFactor: 1.35,
  },
];

/** The report server is down: calls are handled as ever, but no totals are kept. */
export const SAMPLE_REPORT_OUTAGE = {
  date: '2026-03-11',
  fromSeconds: 13 * HOUR,
  toSeconds: 17.75 * HOUR,
} as const;

/** Days on which one queue's wrap-up time was not recorded. */
export const SAMPLE_ACW_BLANKS = {
  queue: 'sales',
  dates: ['2025-05-19', '2025-05-20'],
} as const;
