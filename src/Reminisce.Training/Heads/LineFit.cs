namespace Reminisce.Training.Heads;

/// <summary>Least squares of a line, one pair after the other.</summary>
internal sealed class LineFit
{
    private double _count;
    private double _meanX;
    private double _meanY;
    private double _xx;
    private double _xy;
    private double _yy;

    public void Add(double x, double y)
    {
        _count++;
        var (dx, dy) = (x - _meanX, y - _meanY);
        _meanX += dx / _count;
        _meanY += dy / _count;
        _xx += dx * (x - _meanX);
        _xy += dx * (y - _meanY);
        _yy += dy * (y - _meanY);
    }

    /// <summary>Gives slope, intercept and the standard deviation around the line; <see langword="null"/> when no line is determined.</summary>
    public (double Slope, double Intercept, double Spread)? Line() => _count < 3 || _xx <= 0
        ? null
        : (_xy / _xx, _meanY - (_xy / _xx * _meanX), Math.Sqrt(Math.Max(0, _yy - (_xy / _xx * _xy)) / (_count - 2)));
}
