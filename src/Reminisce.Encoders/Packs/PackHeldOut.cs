namespace Reminisce.Encoders;

/// <summary>Which captioned pictures of the split <c>train</c> no weight of a pack was fitted to: every so many-th of them, in the order of the captions.</summary>
/// <remarks>Immutable. Whoever takes the pack on, to heal it for instance, calibrates and chooses on the same ones, because on others it knows what it learned by heart.</remarks>
/// <param name="Every">One of so many is held out, at least 2.</param>
/// <param name="First">Number of the first, from 0, less than <paramref name="Every"/>.</param>
public sealed record PackHeldOut(int Every, int First)
{
    /// <summary>Tells whether a picture is held out.</summary>
    /// <param name="item">Its number, from 0.</param>
    public bool Contains(int item) => item % Every == First;
}
