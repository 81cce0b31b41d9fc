namespace Reminisce.VectorData.Tests.Operations;

internal static class Shuffling
{
    public static T[] Shuffled<T>(this T[] items, Random random)
    {
        random.Shuffle(items);
        return items;
    }
}
