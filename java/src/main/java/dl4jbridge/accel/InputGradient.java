package dl4jbridge.accel;

/** Who wants a layer's gradient with respect to its input. */
enum InputGradient {
    /** What comes before the layer learns from it. */
    READ,
    /** A pre-processor reshapes it, then it is thrown away: any numbers of the right shape do. */
    RESHAPED,
    /** Nobody: it may be null. */
    UNREAD
}
