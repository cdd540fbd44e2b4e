export const OUR_PICTURE = /^\/bilder\/[0-9a-f]{64}$/;
