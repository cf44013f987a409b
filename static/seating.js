export const problem = () => null;
export const best = () => [];
export const nearestLawful = () => [];
