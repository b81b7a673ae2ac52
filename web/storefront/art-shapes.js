/**
 * Flat drawings of things a store sells, on a 240 x 240 field, standing on y = 190.
 * A shape is a list of parts `[tone, path, stroke width?]`; tones: m(ain), d(eep), l(ight), i(nk), w(hite).
 */

const rect = (x, y, w, h, r = 0) =>
  `M${x + r} ${y}h${w - 2 * r}a${r} ${r} 0 0 1 ${r} ${r}v${h - 2 * r}a${r} ${r} 0 0 1 ${-r} ${r}h${2 * r - w}` +
  `a${r} ${r} 0 0 1 ${-r} ${-r}v${2 * r - h}a${r} ${r} 0 0 1 ${r} ${-r}Z`;
const oval = (x, y, rx, ry = rx) => `M${x - rx} ${y}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0Z`;

const clothing = {
  shirt: [
    ["m", "M86 66l20-8q14 14 28 0l20 8 30 34-22 22-8-8v76H86v-76l-8 8-22-22Z"],
    ["d", "M102 59.5q18 20 36 0l-4-1.5q-14 14-28 0Z"],
    ["d", "M86 114v76h8v-84ZM154 114v76h-8v-84Z"],
  ],
  jacket: [
    ["m", "M90 62h60l34 26-8 92h-22v10H86v-10H64l-8-92Z"],
    ["l", "M98 62q22-14 44 0l-22 24Z"],
    ["d", "M120 86v104M92 150h16M132 150h16", 4],
    ["d", "M86 104v76M154 104v76", 3],
  ],
  trousers: [["m", "M84 56h72l10 134h-34l-12-88-12 88H74Z"], ["d", "M84 56h72l1 14H83Z"], ["d", "M120 70v30M98 72l-4 22M142 72l4 22", 3]],
  dress: [["m", "M98 54h8q14 18 28 0h8l6 52 26 84H66l26-84Z"], ["d", "M92 106h56l3 12H89Z"], ["l", "M112 118l-10 72h-14l14-72Z"]],
  shoe: [
    ["l", "M44 168h152v12q0 10-10 10H54q-10 0-10-10Z"],
    ["m", "M48 168q-6-30 4-52l30 8q14-2 22-20l14 6q22 30 56 36 22 4 22 22Z"],
    ["d", "M48 168q-4-20-1-38 20 18 24 38Z"],
    ["w", "M106 120l14-8M116 132l14-9M128 142l12-10", 5],
  ],
  boot: [
    ["d", "M62 176h126v14H62Z"],
    ["m", "M66 176V56h58v64q4 16 26 20 38 6 38 36Z"],
    ["d", "M66 56h58v14H66Z"],
    ["l", "M98 92h26M98 108h28M102 124h30", 5],
  ],
  hat: [["d", "M38 160q82-26 164 0-6 22-82 22t-82-22Z"], ["m", "M76 156q-4-78 44-78t44 78q-44-14-88 0Z"], ["l", "M76 150q44-14 88 0v-12q-44-14-88 0Z"]],
  scarf: [
    ["m", rect(60, 84, 120, 34, 14)],
    ["d", rect(56, 118, 128, 36, 14)],
    ["m", rect(52, 154, 136, 36, 14)],
    ["l", "M70 101h64M66 136h40M62 172h84", 4],
  ],
  sunglasses: [
    ["i", "M46 118q-2 46 34 46t34-40q6-6 12 0-2 40 34 40t34-46Z"],
    ["m", "M56 126q0 28 24 28t24-28ZM136 126q0 28 24 28t24-28Z"],
    ["l", "M64 132l14 14M144 132l14 14", 4],
    ["i", "M46 118h148", 9],
  ],
};

const feet = {
  sock: [["m", "M92 50h52v72q0 10 8 16l30 26q14 14 2 24-10 4-30 2-18-2-34-16l-22-20q-6-6-6-18Z"], ["d", "M92 50h52v18H92Z"], ["l", "M92 82h52M92 94h52", 5]],
};

const bags = {
  backpack: [
    ["d", "M96 74V62q0-14 24-14t24 14v12", 9],
    ["m", "M72 190q-8 0-8-8v-66q0-46 56-46t56 46v66q0 8-8 8Z"],
    ["d", rect(82, 132, 76, 46, 12)],
    ["l", "M94 146h52", 5],
    ["l", "M104 98h32", 6],
  ],
  luggage: [
    ["i", "M98 82V50h44v32", 7],
    ["m", rect(70, 78, 100, 104, 16)],
    ["d", "M92 78v104M120 78v104M148 78v104", 5],
    ["i", "M86 182v8M154 182v8", 10],
  ],
};

const kitchen = {
  kettle: [
    ["i", "M88 84q0-34 32-34t32 34", 8],
    ["m", "M84 84h72l18 92q2 14-12 14H78q-14 0-12-14Z"],
    ["m", "M166 112l30-18 6 10-30 36Z"],
    ["l", "M90 98l-10 70", 8],
    ["d", "M84 84h72l3 14H81Z"],
    ["i", oval(120, 80, 8)],
  ],
  coffee: [
    ["m", rect(70, 54, 100, 32, 10)],
    ["m", rect(70, 86, 30, 90)],
    ["d", rect(62, 172, 116, 18, 6)],
    ["i", "M124 86h34v10h-34Z"],
    ["l", "M114 116h54l-6 46q-1 8-10 8h-22q-9 0-10-8Z"],
    ["d", "M118 140h46l-3 22q-1 8-10 8h-22q-9 0-10-8Z"],
    ["w", oval(86, 70, 6)],
  ],
  mug: [
    ["d", "M158 112q34-6 34 26t-38 28", 12],
    ["m", "M70 96h92v74q0 20-20 20H90q-20 0-20-20Z"],
    ["d", oval(116, 96, 46, 11)],
    ["l", "M84 122v44", 8],
    ["l", "M104 70q-8-12 0-22M126 70q-8-12 0-22", 5],
  ],
  bottle: [["i", rect(102, 44, 36, 22, 6)], ["d", rect(106, 64, 28, 14)], ["m", "M106 78h28q22 10 22 34v64q0 14-14 14H98q-14 0-14-14v-64q0-24 22-34Z"], ["l", "M98 114v58", 8], ["w", rect(116, 128, 40, 30)]],
  pan: [["i", "M150 132h62", 12], ["m", "M34 120h128q0 58-40 58H74q-40 0-40-58Z"], ["d", oval(98, 120, 64, 14)], ["l", "M52 146q6 18 22 22", 6]],
  knife: [["l", "M100 44q44 26 40 96h-40Z"], ["w", "M108 60v70", 5], ["d", rect(98, 136, 44, 10, 3)], ["i", rect(102, 146, 26, 44, 9)]],
};

const table = {
  bowl: [["m", "M44 112h152q0 60-46 78H90q-46-18-46-78Z"], ["d", oval(120, 112, 76, 16)], ["l", "M64 134q6 26 26 38", 7]],
  blender: [["i", rect(100, 44, 40, 14, 5)], ["l", "M82 58h76l-10 84H92Z"], ["m", "M88 96q30 12 64-2l-5 48H92Z"], ["d", "M86 142h68l12 48H74Z"], ["w", oval(120, 166, 8)]],
  can: [["d", "M144 96q44-10 44 30t-38 44", 9], ["m", "M70 96h76v82q0 12-12 12H82q-12 0-12-12Z"], ["m", "M74 150L36 96l-14 6M40 92L22 106", 9], ["l", "M84 112v52", 7]],
};

const home = {
  bed: [["d", rect(46, 70, 148, 72, 12)], ["l", rect(64, 96, 50, 30, 9)], ["l", rect(126, 96, 50, 30, 9)], ["m", "M38 122h164q6 0 6 8v46H32v-46q0-8 6-8Z"], ["i", "M44 176v14M196 176v14", 9], ["w", "M38 138h164", 4]],
  basket: [["m", "M62 92h116l-12 90q-1 8-9 8H83q-8 0-9-8Z"], ["d", "M66 116h108M69 140h102M72 164h96M92 92l6 98M148 92l-6 98M120 92v98", 4], ["l", rect(54, 82, 132, 18, 9)]],
  floorlamp: [["i", "M120 98v88", 6], ["d", oval(120, 187, 38, 6)], ["m", "M94 44h52l22 58H72Z"], ["l", "M94 44h14l-12 58H72Z"]],
  pendant: [["i", "M120 24v46", 4], ["m", "M120 66q62 4 68 74H52q6-70 68-74Z"], ["d", oval(120, 140, 68, 11)], ["l", oval(120, 150, 17)], ["w", "M84 96q-12 14-16 30", 6]],
  lights: [["i", "M24 74q48 62 96 24t96-10", 4], ["m", oval(58, 122, 15)], ["l", oval(104, 126, 15)], ["m", oval(150, 106, 15)], ["l", oval(190, 106, 15)]],
  house: [["i", "M120 24v22", 4], ["d", "M120 44l66 52H54Z"], ["m", rect(70, 94, 100, 84, 4)], ["i", oval(120, 126, 17)], ["l", rect(58, 174, 124, 14, 6)], ["i", "M120 156v14", 5]],

  lamp: [
    ["i", "M92 184l-26-56 58-58", 7],
    ["d", oval(92, 186, 40, 7)],
    ["m", "M112 52l56 16-10 46q-50 6-62-26Z"],
    ["l", "M96 88q12 32 62 26l-2 10q-28 18-60-36Z"],
    ["w", oval(66, 128, 7)],
  ],
  bulb: [["l", "M120 48q48 0 48 46 0 26-24 48v14H96v-14q-24-22-24-48 0-46 48-46Z"], ["m", "M108 150l-10-46q22 16 44 0l-10 46", 5], ["i", rect(98, 156, 44, 26, 6)], ["d", "M98 168h44", 4], ["i", rect(110, 182, 20, 8, 3)]],
  shelf: [
    ["d", rect(68, 48, 104, 142, 4)],
    ["l", "M78 58h84v34H78ZM78 100h84v34H78ZM78 142h84v38H78Z"],
    ["m", "M84 66h10v26H84ZM98 62h8v30h-8ZM132 112h22v22h-22ZM84 154h8v26h-8ZM96 150h12v30H96ZM112 158h8v22h-8Z"],
    ["i", "M112 68l8-2 6 26h-8ZM88 116h24v18H88Z"],
  ],
  chair: [["i", "M120 150v22M84 188l36-16 36 16", 8], ["m", "M86 52h68q10 0 9 12l-6 56H83l-6-56q-1-12 9-12Z"], ["d", rect(70, 124, 100, 26, 13)], ["i", "M66 98v36M174 98v36", 7], ["l", "M98 68h44", 6]],
  table: [["m", rect(44, 92, 152, 16, 5)], ["d", "M62 108l-8 82M178 108l8 82", 10], ["l", rect(84, 108, 72, 24, 4)], ["d", oval(120, 120, 4)]],
  cushion: [["m", "M60 92q60 14 120 0 14 0 10 14-10 32 0 66 4 18-14 16-56-10-112 0-18 2-14-16 10-34 0-66-4-14 10-14Z"], ["d", "M84 116q36 8 72 0M84 162q36-8 72 0", 4], ["l", oval(120, 138, 10)]],
  vase: [["d", "M120 116q-8-44-36-54M120 116q2-40 30-64M120 112q-2-34-4-66", 4], ["l", "M84 62q-18 2-22 22 20-2 22-22ZM150 52q18-4 26 12-18 8-26-12ZM116 48q-10-10-4-26 14 10 4 26Z"], ["m", "M96 112h48q20 34 0 78H96q-20-44 0-78Z"], ["l", "M98 126q-8 26 2 54", 6]],
  clock: [["m", oval(120, 122, 68)], ["w", oval(120, 122, 54)], ["i", "M120 86v36l24 16", 7], ["d", "M120 74v6M120 164v6M72 122h-6M174 122h-6", 5]],
  umbrella: [["i", "M120 66v122", 7], ["m", "M30 118q8-66 90-72 82 6 90 72-14-14-30 0-14-14-30 0-14-14-30 0-14-14-30 0-14-14-30 0-16-14-30 0Z"], ["d", "M90 118q4-48 30-72 26 24 30 72-14-14-30 0-14-14-30 0Z"], ["i", rect(92, 182, 56, 8, 4)]],
  vacuum: [["m", rect(82, 62, 76, 128, 30)], ["d", rect(82, 130, 76, 18)], ["l", "M100 84h40M100 98h40M100 112h40", 4], ["i", "M100 62q0-20 20-20t20 20", 6], ["w", oval(120, 168, 7)]],
  candle: [["i", "M120 84v20", 4], ["l", "M120 54q16 18 0 32-16-14 0-32Z"], ["m", rect(82, 102, 76, 88, 12)], ["w", rect(96, 128, 48, 34, 4)], ["d", "M106 140h28M106 150h18", 3]],
};

const devices = {
  laptop: [["i", rect(62, 66, 116, 86, 10)], ["m", rect(70, 74, 100, 70, 4)], ["l", "M70 144l64-70h30L100 144Z"], ["d", "M40 158h160l-8 20q-4 10-14 10H62q-10 0-14-10Z"], ["i", "M100 158h40v8h-40Z"]],
  phone: [["i", rect(78, 46, 84, 144, 18)], ["m", rect(86, 56, 68, 124, 10)], ["l", "M86 150l68-70v40l-62 60h-6Z"], ["i", rect(106, 60, 28, 7, 3)]],
  tablet: [["i", rect(60, 54, 120, 136, 14)], ["m", rect(70, 64, 100, 116, 6)], ["w", "M84 88h52M84 104h72M84 120h72M84 136h44", 4]],
  headphones: [["i", "M64 142v-14q0-62 56-62t56 62v14", 11], ["m", rect(50, 122, 38, 66, 17)], ["m", rect(152, 122, 38, 66, 17)], ["d", rect(76, 122, 12, 66, 6)], ["d", rect(152, 122, 12, 66, 6)]],
  earbuds: [["d", rect(62, 120, 116, 70, 30)], ["m", "M62 150q0-30 30-30h56q30 0 30 30Z"], ["l", oval(92, 84, 20)], ["l", rect(86, 88, 13, 42, 6)], ["l", oval(148, 84, 20)], ["l", rect(141, 88, 13, 42, 6)], ["w", oval(120, 158, 4)]],
  speaker: [["m", rect(74, 48, 92, 142, 22)], ["d", oval(120, 142, 32)], ["l", oval(120, 142, 14)], ["d", oval(120, 84, 16)], ["i", oval(120, 84, 6)]],
  camera: [["d", "M90 84l10-18h40l10 18Z"], ["m", rect(46, 82, 148, 100, 16)], ["l", rect(46, 104, 148, 14)], ["i", oval(120, 132, 38)], ["d", oval(120, 132, 24)], ["w", oval(112, 124, 7)], ["w", oval(174, 94, 5)]],
  watch: [["d", "M96 44h48l6 36H90ZM90 156h60l-6 34H96Z"], ["i", rect(76, 74, 88, 90, 24)], ["m", rect(86, 84, 68, 70, 16)], ["w", "M120 100v20l14 8", 6]],
  keyboard: [["i", rect(30, 106, 180, 76, 12)], ["m", "M42 118h20v14H42ZM68 118h20v14H68ZM94 118h20v14H94ZM120 118h20v14h-20ZM146 118h20v14h-20ZM42 138h28v14H42ZM76 138h20v14H76ZM102 138h20v14h-20ZM128 138h20v14h-20ZM154 138h44v14h-44ZM42 158h20v14H42ZM172 158h26v14h-26Z"], ["l", "M172 118h26v14h-26ZM68 158h98v14H68Z"]],
  mouse: [["m", "M120 62q46 0 46 62t-46 66q-46-4-46-66t46-62Z"], ["d", "M120 62v56M75 118q45 14 90 0", 4], ["i", rect(114, 80, 12, 28, 6)], ["l", "M88 140q2 28 20 36", 6]],
  dial: [["l", oval(120, 122, 68)], ["m", oval(120, 122, 54)], ["w", "M86 138a38 38 0 1 1 68 0", 6], ["d", oval(120, 122, 22)], ["w", oval(120, 122, 6)]],
  charger: [["m", rect(84, 60, 72, 130, 16)], ["d", rect(84, 60, 72, 34, 16)], ["w", "M124 104l-18 30h14l-4 26 20-34h-14Z"]],
};

const active = {
  bicycle: [["i", oval(70, 146, 38), 7], ["i", oval(172, 146, 38), 7], ["m", "M70 146l30-56h54l18 56M100 90l26 56H70M126 146l28-56M148 72l6 18", 8], ["i", "M136 70h24M88 84h28", 8]],
  helmet: [["m", "M42 150q-2-84 78-84t80 76q0 14-14 14H60q-18 0-18-6Z"], ["d", "M70 140q6-50 30-60M106 138q4-42 22-60M146 138q0-34-2-56", 9], ["i", "M66 156q16 34 48 32M166 156q-12 34-44 32", 5]],
  dumbbell: [["i", "M70 140h100", 12], ["m", rect(48, 94, 30, 92, 10)], ["m", rect(162, 94, 30, 92, 10)], ["d", rect(34, 112, 18, 56, 8)], ["d", rect(188, 112, 18, 56, 8)], ["l", "M60 106v50M174 106v50", 5]],
  mat: [["d", "M84 176h112q10 0 10 14H84Z"], ["m", oval(84, 132, 58)], ["l", oval(84, 132, 44), 6], ["d", oval(84, 132, 28), 6], ["l", oval(84, 132, 12), 6]],
  ball: [["m", oval(120, 122, 68)], ["d", "M58 96q62 26 124 0M58 148q62-26 124 0M120 54v136", 5], ["l", "M80 84q12-14 28-18", 7]],
  tent: [["m", "M120 60l88 130H32Z"], ["d", "M120 60l88 130h-56Z"], ["i", "M112 112l28 78H84Z"], ["l", "M120 60l-8-14M120 60l8-14", 5]],
  hose: [["m", oval(112, 126, 60), 14], ["d", oval(112, 126, 40), 12], ["m", oval(112, 126, 22), 10], ["i", "M172 126v52h20", 12], ["l", "M192 166h16v24h-16Z"]],
  grill: [["i", "M88 150l-24 40M152 150l24 40M120 156v30", 7], ["m", "M46 112h148q-6 50-74 50t-74-50Z"], ["d", "M50 106q6-46 70-46t70 46Z"], ["l", "M46 109h148", 6], ["i", "M104 58h32", 8]],
  skateboard: [["m", "M30 112q6 24 30 24h120q24 0 30-24l8 4q-6 36-38 36H60q-32 0-38-36Z"], ["d", "M58 152h28v12H58ZM154 152h28v12h-28Z"], ["l", oval(72, 174, 15)], ["l", oval(168, 174, 15)], ["i", oval(72, 174, 5)], ["i", oval(168, 174, 5)]],
};

const outside = {
  fork: [["i", "M120 42v84", 10], ["i", "M100 44h40", 10], ["m", "M92 190v-52q0-14 14-14h28q14 0 14 14v52M120 128v62", 9]],
  kite: [["m", "M120 30l58 72-58 66-58-66Z"], ["d", "M120 30l58 72h-58Z"], ["l", "M62 102h58v66Z"], ["i", "M120 168q-22 14-4 22t34 6", 4]],
  lead: [["m", "M86 60q-44 44 0 78t66 8q22-30-12-40t-44 24", 10], ["i", oval(92, 56, 13), 8], ["d", "M96 130l-10 50", 10], ["i", rect(76, 172, 18, 20, 5)]],
  bear: [["d", oval(84, 76, 20)], ["d", oval(156, 76, 20)], ["m", oval(120, 98, 48, 44)], ["m", oval(120, 160, 44, 32)], ["l", oval(120, 112, 22, 16)], ["i", oval(102, 90, 5)], ["i", oval(138, 90, 5)], ["i", oval(120, 106, 7, 5)], ["l", oval(120, 164, 22, 18)]],
  scratcher: [["d", rect(70, 176, 100, 14, 5)], ["m", rect(106, 72, 28, 106)], ["l", "M106 92h28M106 110h28M106 128h28M106 146h28M106 164h28", 4], ["d", rect(76, 58, 88, 16, 6)]],
  dryer: [["m", "M54 70h84q32 0 32 28t-32 28H54q-10 0-10-28t10-28Z"], ["d", "M118 122h36l-14 62q-2 6-10 6h-14q-8 0-6-8Z"], ["l", oval(136, 98, 15)], ["i", "M44 78v40", 8]],
};

const small = {
  book: [["d", rect(72, 52, 104, 138, 8)], ["m", rect(64, 52, 104, 132, 8)], ["i", "M82 52v132", 7], ["w", rect(98, 78, 54, 36, 4)], ["d", "M108 90h34M108 101h22", 3], ["l", "M148 184h12v-28h-12Z"]],
  puzzle: [["m", "M64 80h40q-8-22 14-24 22 2 14 24h44v40q24-8 24 16 0 22-24 14v40H64v-42q22 6 22-14t-22-14Z"], ["d", "M64 176h112v14H64Z"], ["l", "M80 96h20M80 96v14", 6]],
  brush: [["m", "M110 96h20l6 82q0 12-16 12t-16-12Z"], ["d", rect(112, 76, 16, 24, 4)], ["w", rect(106, 42, 28, 36, 6)], ["l", "M114 46v28M120 46v28M126 46v28", 3], ["i", oval(120, 126, 6)]],
  jar: [["i", rect(76, 84, 88, 26, 7)], ["m", rect(68, 108, 104, 82, 16)], ["w", rect(84, 128, 72, 38, 5)], ["d", "M98 142h44M98 153h26", 3]],
  perfume: [["i", rect(104, 50, 32, 30, 5)], ["d", rect(110, 78, 20, 12)], ["m", rect(72, 88, 96, 102, 18)], ["l", "M86 136q18-12 34 0t34 0v26q0 14-14 14h-40q-14 0-14-14Z"], ["w", "M86 106v18", 6]],
  box: [["m", "M48 96l72-26 72 26v68l-72 26-72-26Z"], ["d", "M120 122l72-26v68l-72 26Z"], ["l", "M48 96l72-26 72 26-72 26Z"], ["w", "M84 83l72 26v18", 6]],
};

export const SHAPES = { ...clothing, ...feet, ...bags, ...kitchen, ...table, ...home, ...devices, ...active, ...outside, ...small };

/** Words of titles and the shape that stands for them. */
export const WORDS = [
  ["blouse|shirt|polo|tee|top", "shirt"],
  ["sweatshirt|cardigan|pullover|sweater|jacket|hoodie|fleece|jumper|parka|coat|vest", "jacket"],
  ["trousers|leggings|joggers|pajamas|pyjamas|shorts|chinos|jeans|pants", "trousers"],
  ["dress|skirt|apron|gown|robe", "dress"],
  ["wellies|boots?", "boot"],
  ["sneakers?|trainers?|slippers?|sandals?|loafers?|runners?|shoes?|clogs?", "shoe"],
  ["stockings?|socks?", "sock"],
  ["helmet", "helmet"],
  ["beanie|hat|cap", "hat"],
  ["sleeping bag|yoga mat|roller|mats?|yoga", "mat"],
  ["tablecloth|curtains?|napkins?|towels?|blanket|sheets?|linens?|gloves?|bandana|scarf|throw|duvet|quilt|rug", "scarf"],
  ["swim goggles|sunglasses|glasses|goggles", "sunglasses"],
  ["suitcase|carry-on|luggage|trunk", "luggage"],
  ["backpack|rucksack|daypack|wallet|duffel|pouch|purse|tote|bag", "backpack"],
  ["thermostat|doorbell|router|sensor|scale|plug|hub", "dial"],
  ["wristwatch|bracelet|tracker|watch", "watch"],
  ["mirror|clock|timer|frame", "clock"],
  ["binoculars|camcorder|projector|camera|webcam", "camera"],
  ["pitcher|kettle|teapot|carafe", "kettle"],
  ["coffee maker|espresso|grinder|toaster|machine|coffee", "coffee"],
  ["blender|juicer|mixer", "blender"],
  ["bowl set|plates?|bowls?", "bowl"],
  ["tumbler|mugs?|cups?|glass", "mug"],
  ["fragrance|perfume|cologne|serum|toner|oil|ink", "perfume"],
  ["conditioner|cleanser|shampoo|thermos|bottle|flask|wash", "bottle"],
  ["casserole|saucepan|cookware|skillet|baking|fryer|oven|pan|pot|wok", "pan"],
  ["secateurs|scissors|cutlery|cleaver|knives|shears|knife", "knife"],
  ["bulbs?", "bulb"],
  ["flashlight|headlamp|lantern|torch|lamp", "lamp"],
  ["bedside lamp|night light|floor lamp", "floorlamp"],
  ["pendant light|wall light|chandelier|pendant|sconce|light", "pendant"],
  ["string lights?|fairy lights?|lights", "lights"],
  ["desk organi[sz]er|organi[sz]er|storage set|bookshelf|bookcase|wardrobe|shelves|cabinet|dresser|storage|shelf|rack", "shelf"],
  ["armchair|recliner|hammock|chair|stool|bench|sofa", "chair"],
  ["nightstand|sideboard|table|desk", "table"],
  ["mattress topper|mattress|cushion|pet bed|ottoman|pillow|pouf", "cushion"],
  ["bed frame|daybed|bunk|bed", "bed"],
  ["raised bed|cool box|carrier|basket|hamper|cooler|crate|bin", "basket"],
  ["watering can|can", "can"],
  ["trowel|shovel|spade|fork|rake|hoe", "fork"],
  ["bird feeder|birdhouse|feeder|kennel", "house"],
  ["kite", "kite"],
  ["harness|collar|leash|lead", "lead"],
  ["scratching post|scratcher|cat tree", "scratcher"],
  ["soft toy|teddy|plush|bear", "bear"],
  ["straightener|hair dryer|dryer", "dryer"],
  ["flowers?|planter|bouquet|seeds?|plant|pots?|vase|fern|tree", "vase"],
  ["umbrella|parasol|awning", "umbrella"],
  ["dehumidifier|humidifier|purifier|diffuser|vacuum|heater|robot|fan", "vacuum"],
  ["candles?|incense", "candle"],
  ["notebook computer|laptop stand|television|monitor|display|laptop|tv", "laptop"],
  ["power bank|charger|battery|adapter|cable", "charger"],
  ["e-reader|tablet|reader", "tablet"],
  ["smartphone|console|remote|phone|drive", "phone"],
  ["headphones|headset", "headphones"],
  ["earphones|earbuds", "earbuds"],
  ["microphone|turntable|soundbar|speaker|radio", "speaker"],
  ["synthesizer|keyboard|piano", "keyboard"],
  ["trackball|mouse", "mouse"],
  ["tricycle|bicycle|scooter|bike", "bicycle"],
  ["dumbbell set|dumbbells?|kettlebell|weights?|barbell|bands?", "dumbbell"],
  ["basketball|football|globe|ball", "ball"],
  ["shelter|canopy|tent|tarp", "tent"],
  ["skipping rope|sprinkler|hose|cord|rope", "hose"],
  ["barbecue|smoker|grill|stove|fire", "grill"],
  ["skateboard|longboard|snowboard|surfboard|paddle|skis?", "skateboard"],
  ["sketchbook|notebook|cookbook|calendar|journal|planner|cards?|diary|album|paper|book", "book"],
  ["card game|blocks?|puzzle|train|game|lego|doll|toy|kit", "puzzle"],
  ["toothbrush|pencils?|markers?|trimmer|brush|pens?|razor|comb", "brush"],
  ["makeup kit|hand cream|sunscreen|treats?|makeup|lotion|powder|polish|butter|cream|honey|spice|balm|mask|soap|food|salt|jar|jam|tea", "jar"],
].map(([words, shape]) => [new RegExp(`\\b(?:${words})\\b`, "gi"), shape]);
