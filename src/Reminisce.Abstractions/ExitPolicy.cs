namespace Reminisce;

/// <summary>How the exit of an item is chosen.</summary>
public enum ExitPolicy
{
    /// <summary>The pack's predictor decides from the item's superficial embedding. (Paper: data-aware pre-exit.)</summary>
    Predicted = 0,

    /// <summary>Every item stops at <see cref="EncodingOptions.FixedLayer"/>.</summary>
    Fixed = 1,

    /// <summary>Every item runs through all layers.</summary>
    Full = 2,
}
