using Reminisce.Training.Algebra;

namespace Reminisce.Training.Exits;

/// <summary>Refuses items that are all alike: nothing can be fitted on them.</summary>
internal static class Spread
{
    private const float Smallest = 1e-5f;

    /// <summary>Checks what a tower gives at full depth.</summary>
    /// <exception cref="InvalidDataException">All rows are the same, or some number is not finite.</exception>
    public static void Require(Matrix fine)
    {
        var deviation = Moments.Deviation(fine, Moments.Mean(fine), smallest: 0);
        if (!deviation.All(float.IsFinite) || deviation.Max() < Smallest)
        {
            throw new InvalidDataException($"The tower gives all {fine.Rows} pictures the same at full depth, or nothing that is finite; training needs pictures that differ.");
        }
    }
}
