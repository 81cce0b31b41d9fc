using Reminisce.Training.Algebra;

namespace Reminisce.Training.Exits;

/// <summary>Refuses items that are all alike: nothing can be fitted on them.</summary>
internal static class Spread
{
    private const float Smallest = 1e-5f;

    /// <summary>Checks what a tower gives at full depth.</summary>
    /// <param name="fine">One row per item.</param>
    /// <param name="items">What the items are, for the message.</param>
    /// <exception cref="InvalidDataException">All rows are the same, or some number is not finite.</exception>
    public static void Require(Matrix fine, string items = "pictures")
    {
        var deviation = Moments.Deviation(fine, Moments.Mean(fine), smallest: 0);
        if (!deviation.All(float.IsFinite) || deviation.Max() < Smallest)
        {
            throw new InvalidDataException($"The tower gives all {fine.Rows} {items} the same at full depth, or nothing that is finite; training needs {items} that differ.");
        }
    }
}
