namespace Reminisce.Training.Tests.Cutting;

/// <summary>How a synthetic encoder stores and multiplies its weights.</summary>
public enum WeightForm
{
    /// <summary>32-bit.</summary>
    Float,

    /// <summary>Stored in 16 bits behind a Cast, computed in 32.</summary>
    HalfStored,

    /// <summary>Stored and computed in 16 bits.</summary>
    Half,

    /// <summary>Stored in 8 bits behind DequantizeLinear.</summary>
    Int8,

    /// <summary>Activations quantised as they come, multiplied as integers.</summary>
    DynamicInt8,
}
