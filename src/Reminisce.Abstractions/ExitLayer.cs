namespace Reminisce;

/// <summary>Names a layer of one encoder tower at which encoding may stop.</summary>
/// <remarks>
/// Layers are counted from 1: an item at layer 4 has run four transformer blocks. The last layer of a tower is its
/// full depth. Immutable and safe to share between threads. (Paper: exit, granularity.)
/// </remarks>
/// <param name="Tower">Name of the tower in its model pack, for example <c>image</c>.</param>
/// <param name="Layer">Number of blocks that have run, 1 to <paramref name="TotalLayers"/>.</param>
/// <param name="TotalLayers">Number of blocks of the tower.</param>
public sealed record ExitLayer(string Tower, int Layer, int TotalLayers) : IComparable<ExitLayer>
{
    /// <summary>Gets whether this is the tower's full depth. (Paper: fine.)</summary>
    public bool IsFull => Layer == TotalLayers;

    /// <summary>Gets the share of the tower's blocks that ran, above 0 and up to 1.</summary>
    public double Depth => (double)Layer / TotalLayers;

    /// <summary>Gets a short stable name usable as a property name: <c>image_exit_04</c> or <c>image_full</c>.</summary>
    public string Name => IsFull
        ? $"{Tower}_full"
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Tower}_exit_{Layer:00}");

    /// <summary>Orders by tower name, then by depth.</summary>
    /// <param name="other">The exit to compare with.</param>
    /// <returns>Less than, equal to or greater than zero.</returns>
    public int CompareTo(ExitLayer? other)
    {
        if (other is null)
        {
            return 1;
        }

        var byTower = string.CompareOrdinal(Tower, other.Tower);
        return byTower != 0 ? byTower : Layer.CompareTo(other.Layer);
    }

    /// <summary>Tells whether one exit sorts before another.</summary>
    public static bool operator <(ExitLayer left, ExitLayer right) => Comparer<ExitLayer>.Default.Compare(left, right) < 0;

    /// <summary>Tells whether one exit sorts before or with another.</summary>
    public static bool operator <=(ExitLayer left, ExitLayer right) => Comparer<ExitLayer>.Default.Compare(left, right) <= 0;

    /// <summary>Tells whether one exit sorts after another.</summary>
    public static bool operator >(ExitLayer left, ExitLayer right) => Comparer<ExitLayer>.Default.Compare(left, right) > 0;

    /// <summary>Tells whether one exit sorts after or with another.</summary>
    public static bool operator >=(ExitLayer left, ExitLayer right) => Comparer<ExitLayer>.Default.Compare(left, right) >= 0;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
