using System.Collections;

namespace Reminisce.VectorData;

/// <summary>Compares values of data properties, lists by their elements.</summary>
internal static class ValueEquality
{
    public static bool AreEqual(object? left, object? right) => (left, right) switch
    {
        (string or null, _) or (_, string or null) => Equals(left, right),
        (IEnumerable ours, IEnumerable theirs) => ours.Cast<object?>().SequenceEqual(theirs.Cast<object?>()),
        _ => Equals(left, right),
    };
}
