namespace Reminisce.Encoders;

/// <summary>What the first stage of a tower reads where every item has one shape: pictures, sounds, motion.</summary>
internal interface ITowerInput
{
    /// <summary>Gets the name of the graph's input.</summary>
    string Name { get; }

    /// <summary>Gets the shape of one item, without the batch.</summary>
    IReadOnlyList<int> Shape { get; }

    /// <summary>Gets the numbers of one item.</summary>
    int Size
    {
        get
        {
            var size = 1;
            foreach (var side in Shape)
            {
                size = checked(size * side);
            }

            return size;
        }
    }
}
