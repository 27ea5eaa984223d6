import fc from 'fast-check';

// One seed on every run; set FAST_CHECK_SEED to try another.
fc.configureGlobal({ seed: Number(process.env['FAST_CHECK_SEED'] ?? 1878), numRuns: 100 });
