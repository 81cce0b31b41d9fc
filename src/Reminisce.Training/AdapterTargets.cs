namespace Reminisce.Training;

/// <summary>Which products of a transformer block get an adapter.</summary>
[Flags]
public enum AdapterTargets
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>What makes the queries of attention.</summary>
    Query = 1,

    /// <summary>What makes its keys.</summary>
    Key = 2,

    /// <summary>What makes its values.</summary>
    Value = 4,

    /// <summary>What follows attention.</summary>
    Output = 8,

    /// <summary>All other products with weights: the two-layer network.</summary>
    Mlp = 16,

    /// <summary>All of them.</summary>
    All = Query | Key | Value | Output | Mlp,
}
