export { exporters } from './exporters.ts';
export { drawForecastPicture } from './forecast-picture.ts';
